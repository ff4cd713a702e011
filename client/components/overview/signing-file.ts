import type { SigningList } from '#contract/acknowledgement.ts';
import type { Language } from '#contract/wire.ts';
import { dayOf } from '#format/date.ts';
import { formatPeriod } from '#format/period.ts';
import type { TableFile, Translate } from '#format/table-file.ts';

/** The board of signatures as it is filtered on the screen. */
export function toSigningFile(
  list: SigningList,
  people: SigningList['people'],
  { t, language, timeZone }: { t: Translate; language: Language; timeZone: string },
): TableFile {
  const title = t('workspace.signing.listTitle', { month: formatPeriod(list.month, language, { year: true }) });
  const day = (at: string | null): string | null => (at === null ? null : dayOf(at, timeZone));
  return {
    name: title,
    about: title,
    columns: [
      { title: t('export.who'), kind: 'text' },
      { title: t('export.department'), kind: 'text' },
      { title: t('export.version'), kind: 'count' },
      { title: t('export.state'), kind: 'text', width: 28 },
      { title: t('export.sent'), kind: 'day' },
      { title: t('export.opened'), kind: 'day' },
      { title: t('export.decided'), kind: 'day' },
      { title: t('export.answerBefore'), kind: 'day' },
      { title: t('export.words'), kind: 'text', width: 60 },
    ],
    rows: people.map((person) => ({
      cells: [
        person.name,
        person.departmentName,
        person.version,
        t(`signing.${person.state}`),
        day(person.sentAt),
        day(person.openedAt),
        day(person.decidedAt),
        person.signBefore,
        person.text,
      ],
    })),
  };
}
