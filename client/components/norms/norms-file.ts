import { nameMetric } from '#components/intensity/metric-names.ts';
import type { NormProfile, Norms } from '#contract/norms.ts';
import type { TableFile, Translate } from '#format/table-file.ts';

/** Norms of a profile that are in force today, weekday by weekday. */
export function toNormsFile(norms: Norms, profile: NormProfile, profileName: string, t: Translate): TableFile {
  const title = t('norms.title');
  const names = new Map(norms.metrics.map((metric) => [metric.metric, nameMetric(t, metric, null)]));
  return {
    name: `${title}, ${profileName}`,
    about: `${title}. ${profileName}`,
    columns: [
      { title: t('export.metric'), kind: 'text', width: 36 },
      ...t('norms.weekdays')
        .split(' ')
        .map((title) => ({ title, kind: 'number' as const, width: 8 })),
      { title: t('norms.weight'), kind: 'count' },
      { title: t('norms.cap'), kind: 'count' },
    ],
    rows: profile.lines.map((line) => ({ cells: [names.get(line.metric) ?? line.metric, ...line.weekdays, line.weight, line.cap] })),
  };
}

/** Who is measured by which profile, and what part of a day each works. */
export function toNormPeopleFile(norms: Norms, profileNames: ReadonlyMap<string, string>, t: Translate): TableFile {
  const title = t('norms.peopleTitle');
  return {
    name: title,
    about: title,
    columns: [
      { title: t('export.department'), kind: 'text' },
      { title: t('export.who'), kind: 'text' },
      { title: t('export.profile'), kind: 'text', width: 22 },
      { title: t('export.workPart'), kind: 'share' },
      { title: t('norms.from'), kind: 'day' },
    ],
    rows: norms.people.map((person) => ({
      cells: [
        person.department === '' ? t('norms.noDepartment') : person.department,
        person.name,
        person.profileId === null ? t('norms.noProfile') : (profileNames.get(person.profileId) ?? person.profileId),
        person.workPercent / 100,
        person.fromDay,
      ],
    })),
  };
}
