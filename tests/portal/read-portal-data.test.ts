import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readPortalData } from '#portal-emulator/read-portal-data.ts';

/** Deal 0 is won before now, 1 is lost only after it, 2 is open, 3 begins after it. */
const files = {
  'deals.csv': [
    'id,owner,category,created,closed,outcome,amount_final',
    '0,0,0,2011-12-01T09:00:00,2011-12-10T17:30:00,won,7700.5',
    '1,4,0,2011-12-05T10:00:00,2011-12-20T10:00:00,lost,900.0',
    '2,0,1,2011-12-12T12:00:00,,open,',
    '3,4,0,2011-12-18T12:00:00,,open,',
  ],
  'stage_history.csv': [
    'id,ts,stage,percent',
    '0,2011-12-01T09:00:00,0,0.0',
    '0,2011-12-03T09:00:00,2,0.2',
    '1,2011-12-05T10:00:00,0,0.0',
    '1,2011-12-08T10:00:00,1,0.125',
    '1,2011-12-19T10:00:00,2,0.2',
  ],
  'amount_history.csv': ['id,ts,amount', '0,2011-12-01T09:00:00,5000.0', '0,2011-12-04T09:00:00,7700.5', '1,2011-12-17T09:00:00,900.0'],
  'close_date_history.csv': ['id,ts,expected_close', '1,2011-12-05T10:00:00,2011-12-24', '1,2011-12-17T10:00:00,2012-01-20'],
  'activities.csv': ['id,ts', '0,2011-12-02T11:00:00', '1,2011-12-17T11:00:00'],
};
const options = { now: new Date('2011-12-16T09:42:00Z'), title: 'Банк', timeZone: 'Europe/Amsterdam' };
const folders: string[] = [];

async function folderWith(changes: Partial<typeof files> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tidy-csv-'));
  folders.push(folder);
  for (const [name, lines] of Object.entries({ ...files, ...changes })) await writeFile(join(folder, name), `${lines.join('\n')}\n`);
  return folder;
}

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

describe('a portal read from tidy CSV', () => {
  it('turns owners into people of one department, after an admin and a head', async () => {
    const portal = await readPortalData(await folderWith(), options);
    expect(portal.users.map(({ id, isAdmin, departmentIds }) => [id, isAdmin, ...departmentIds])).toEqual([
      [1, true, 1],
      [2, false, 2],
      [3, false, 2],
      [7, false, 2],
    ]);
    expect(portal.departments.map(({ id, headId }) => [id, headId])).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  it('names the stages of its pipeline by their percent', async () => {
    const { statuses } = await readPortalData(await folderWith(), options);
    const stages = statuses.filter(({ entityId }) => entityId === 'DEAL_STAGE');
    expect(stages.map(({ name, semantics }) => [name, semantics])).toEqual([
      ['Этап 1 · 0\u202f%', 'P'],
      ['Этап 2 · 12,5\u202f%', 'P'],
      ['Этап 3 · 20\u202f%', 'P'],
      ['Выиграна', 'S'],
      ['Проиграна', 'F'],
    ]);
  });

  it('knows deals as they stood now', async () => {
    const { deals } = await readPortalData(await folderWith(), options);
    expect(deals.map(({ id, stageId, amount, closeDate, responsibleId }) => [id, stageId, amount, closeDate, responsibleId])).toEqual([
      [1, 'WON', '7700.50', null, 3],
      [2, 'STAGE_2', '0.00', '2011-12-24', 7],
      [3, 'NEW', '0.00', null, 3],
    ]);
    expect(deals[0]).toMatchObject({ createdAt: '2011-12-01T08:00:00.000Z', movedAt: '2011-12-10T16:30:00.000Z', currency: 'RUB' });
  });

  it('ends a won deal with its final move and gives every deal a beginning', async () => {
    const { stageHistory } = await readPortalData(await folderWith(), options);
    expect(stageHistory.map(({ id, dealId, typeId, stageId, semantics }) => [id, dealId, typeId, stageId, semantics])).toEqual([
      [1, 1, 1, 'NEW', 'P'],
      [2, 1, 2, 'STAGE_3', 'P'],
      [3, 2, 1, 'NEW', 'P'],
      [4, 2, 2, 'STAGE_2', 'P'],
      [5, 1, 3, 'WON', 'S'],
      [6, 3, 1, 'NEW', 'P'],
    ]);
  });

  it('keeps activities up to now as calls without telephony', async () => {
    const portal = await readPortalData(await folderWith(), { ...options, currency: 'EUR' });
    expect(portal.activities).toMatchObject([{ id: 1, typeId: 2, ownerTypeId: 2, ownerId: 1, responsibleId: 3, isCompleted: true }]);
    expect(portal.calls).toEqual([]);
    expect(portal.deals[0]?.currency).toBe('EUR');
    expect(portal.currencies.map(({ code }) => code)).toEqual(['EUR']);
  });

  it('reads the wall clock of the zone, summer time included', async () => {
    const deals = ['id,owner,category,created,closed,outcome,amount_final', '0,0,0,2011-07-01T09:00:00,,open,'];
    const empty = { 'stage_history.csv': ['id,ts,stage,percent'], 'amount_history.csv': ['id,ts,amount'], 'activities.csv': ['id,ts'] };
    const folder = await folderWith({ 'deals.csv': deals, 'close_date_history.csv': ['id,ts,expected_close'], ...empty });
    const portal = await readPortalData(folder, options);
    expect(portal.deals[0]?.createdAt).toBe('2011-07-01T07:00:00.000Z');
  });
});

describe('faulty CSV is named by file and line', () => {
  it.each([
    [
      'a wrong outcome',
      { 'deals.csv': [...files['deals.csv'], '4,0,0,2011-12-01T09:00:00,,maybe,'] },
      'deals.csv, line 6: outcome: must be won, lost or open',
    ],
    [
      'a won deal without its time',
      { 'deals.csv': [...files['deals.csv'], '4,0,0,2011-12-01T09:00:00,,won,5.0'] },
      'deals.csv, line 6: closed',
    ],
    [
      'a deal that stands twice',
      { 'deals.csv': [...files['deals.csv'], '3,0,0,2011-12-01T09:00:00,,open,'] },
      'deals.csv, line 6: deal 3 stands twice',
    ],
    [
      'a percent above one',
      { 'stage_history.csv': ['id,ts,stage,percent', '0,2011-12-01T09:00:00,0,20'] },
      'stage_history.csv, line 2: percent',
    ],
    [
      'a stage with two percents',
      { 'stage_history.csv': [...files['stage_history.csv'], '2,2011-12-12T12:00:00,2,0.3'] },
      'stage_history.csv, line 7: stage 2 has percent 0.3 here and 0.2 before',
    ],
    ['an unknown deal', { 'activities.csv': ['id,ts', '9,2011-12-02T11:00:00'] }, 'activities.csv, line 2: deal 9 is not in deals.csv'],
    [
      'a time without a day',
      { 'amount_history.csv': ['id,ts,amount', '0,09:00,5'] },
      'amount_history.csv, line 2: ts: must be a local time',
    ],
    ['a missing column', { 'close_date_history.csv': ['id,ts'] }, 'close_date_history.csv, line 1: no column expected_close'],
    ['a row that is too short', { 'activities.csv': ['id,ts', '0'] }, 'activities.csv: Invalid Record Length'],
  ])('%s', async (_, changes, message) => {
    const folder = await folderWith(changes as Partial<typeof files>);
    await expect(readPortalData(folder, options)).rejects.toThrow(message);
  });

  it('a missing file', async () => {
    await expect(readPortalData('/nowhere', options)).rejects.toThrow('deals.csv cannot be read in /nowhere');
  });
});

const realLog = join(import.meta.dirname, '../../../shared/data/forecast/bpi2012_oct_dec2011');

it.runIf(existsSync(realLog))('a real log of a bank becomes a portal without a row from the future', async () => {
  const portal = await readPortalData(realLog, options);
  const now = options.now.toISOString();
  expect(portal.deals).toHaveLength(6518);
  expect(portal.users).toHaveLength(54);
  expect([...portal.stageHistory.map(({ at }) => at), ...portal.activities.map(({ startAt }) => startAt)].every((at) => at <= now)).toBe(
    true,
  );
});
