import type { TalkNote } from '#contract/talk-notes.ts';
import type { TableFile, Translate } from '#format/table-file.ts';

/** Talks as they are filtered on the screen, in their last words. */
export function toTalksFile(notes: readonly TalkNote[], t: Translate): TableFile {
  const title = t('talk.title');
  return {
    name: title,
    about: `${title}: ${t('talk.caption')}`,
    columns: [
      { title: t('talk.with'), kind: 'text' },
      { title: t('talk.day'), kind: 'day' },
      { title: t('talk.kind'), kind: 'text', width: 18 },
      { title: t('export.metric'), kind: 'text', width: 22 },
      { title: t('talk.text'), kind: 'text', width: 60 },
      { title: t('talk.agreed'), kind: 'text', width: 44 },
      { title: t('export.writtenBy'), kind: 'text' },
    ],
    rows: notes.map(({ about, day, kind, metric, text, agreed, author }) => ({
      cells: [about.name, day, t(`talk.kinds.${kind}`), metric === null ? null : t(`metric.name.${metric}`), text, agreed, author.name],
    })),
  };
}
