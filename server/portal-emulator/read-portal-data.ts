import type { PortalData } from './portal-data.ts';
import { readTidyRows } from './scenarios/tidy-csv/csv-rows.ts';
import { generatedDepartments, generatedUsers } from './scenarios/tidy-csv/generated-people.ts';
import { tidyDeals, tidyStatuses } from './scenarios/tidy-csv/tidy-deals.ts';
import { createZoneClock } from './scenarios/tidy-csv/zone-clock.ts';

export interface ReadPortalDataOptions {
  /** The portal knows nothing of what came after. */
  readonly now: Date;
  readonly title: string;
  /** IANA zone whose wall clock the files carry. */
  readonly timeZone: string;
  readonly currency?: string;
}

/** Fills a portal from a folder of tidy CSV files; rejects with the file and line of the first fault. */
export async function readPortalData(folder: string, options: ReadPortalDataOptions): Promise<PortalData> {
  const { title, timeZone, currency = 'RUB' } = options;
  const rows = await readTidyRows(folder);
  const owners = [...new Set(rows.deals.map(({ owner }) => owner))].sort((left, right) => left - right);
  return {
    title,
    timeZone,
    language: 'ru',
    baseCurrency: currency,
    currencies: [{ code: currency, isBase: true, amount: '1.0000', amountCount: 1, decimals: 2 }],
    calendar: { workTimeStart: '9', workTimeEnd: '18', weekHolidays: ['SA', 'SU'], yearHolidays: [], yearWorkdays: [] },
    users: generatedUsers(owners, timeZone, yearBefore(rows.deals.map(({ created }) => created))),
    departments: generatedDepartments(title),
    categories: [{ id: 0, name: 'Продажи', sort: 100, isDefault: true }],
    statuses: [...tidyStatuses(rows.stages), ...leadStatuses],
    companies: [],
    leads: [],
    calls: [],
    ...tidyDeals(rows, { nowMs: options.now.getTime(), toMs: createZoneClock(timeZone), currency }),
  };
}

/** People were there before the log begins, so nobody in it is a newcomer. */
function yearBefore(created: readonly string[]): string {
  const first = created.reduce((earliest, at) => (at < earliest ? at : earliest), created[0] ?? '2000-01-01');
  return `${Number(first.slice(0, 4)) - 1}-01-01`;
}

const leadStatuses = [
  { entityId: 'STATUS', statusId: 'NEW', name: 'Не обработан', sort: 10, semantics: 'P', color: '#35C8F0' },
  { entityId: 'STATUS', statusId: 'CONVERTED', name: 'Качественный лид', sort: 20, semantics: 'S', color: '#3FA572' },
  { entityId: 'STATUS', statusId: 'JUNK', name: 'Некачественный лид', sort: 30, semantics: 'F', color: '#E8504F' },
] as const;
