import type { ActivityList, ActivityThing } from '#contract/intensity.ts';
import { formatTime } from '#format/date.ts';
import type { TableFile, Translate } from '#format/table-file.ts';

/** The whole list behind a number of activity, with its sum as the last row. */
export function toActivityListFile(
  list: ActivityList,
  items: readonly ActivityThing[],
  known: { title: string; titles: ReadonlyMap<string, string>; timeZone: string },
  t: Translate,
): TableFile {
  const names = new Map(list.people.map(({ userId, name }) => [userId, name]));
  const whatOf = ({ kind, id, direction }: ActivityThing): string =>
    direction === null ? t(`intensity.thing.${kind}`, { id }) : t(`drillDown.${direction}`);
  return {
    name: `${known.title}, ${list.name}`,
    about: `${known.title}. ${list.name}, ${t(`intensity.measure.${list.measure}`)}`,
    columns: [
      { title: t('export.day'), kind: 'day' },
      { title: t('export.time'), kind: 'text', width: 10 },
      { title: t('export.what'), kind: 'text', width: 28 },
      { title: t('export.seconds'), kind: 'count' },
      { title: t('export.deal'), kind: 'text', width: 36 },
      { title: t('export.who'), kind: 'text' },
      { title: t('export.value'), kind: 'number' },
    ],
    rows: [
      ...items.map((item) => ({
        cells: [
          item.day,
          item.at === null ? null : formatTime(item.at, known.timeZone),
          whatOf(item),
          item.seconds,
          item.dealId === null ? null : (known.titles.get(item.dealId) ?? t('drillDown.deal', { id: item.dealId })),
          names.get(item.userId) ?? `№ ${item.userId}`,
          item.value,
        ],
      })),
      { cells: [t('drillDown.sum'), null, null, null, null, null, list.sum], isTotal: true },
    ],
  };
}
