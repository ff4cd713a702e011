import { listAbsences, listWorkRecords } from '#bitrix/working-time.ts';
import { saveRejections } from '#store/rejected-rows.ts';
import { listSellers, saveAbsentDays, saveWorkRecords } from '#store/working-time.ts';
import type { Lane } from './lane.ts';
import type { Piece } from './piece.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { toAbsentDays, toWorkRecord } from './to-time-facts.ts';

const dayMs = 86_400_000;
/** A day may be closed or corrected some weeks later. */
const lookBackMs = 35 * dayMs;
const lookAheadMs = 92 * dayMs;
/** The portal gives the time clock of one person a call. */
const peopleAtOnce = 10;

/** The time clock of the next people who sell. */
export async function readWorkingTimePiece(lane: Lane, position: bigint): Promise<Piece> {
  const now = lane.businessClock();
  const since = new Date(now.getTime() - lookBackMs);
  const sellers = await lane.read((tx) => listSellers(tx, since));
  const people = sellers.filter((userId) => userId > position).slice(0, peopleAtOnce);
  const span = { from: since, before: new Date(now.getTime() + dayMs) };
  const read: Awaited<ReturnType<typeof listWorkRecords>>[] = [];
  for (const userId of people) read.push(await listWorkRecords(lane.client, userId, span));
  const rows = read.flatMap((one) => one.rows);
  const last = people.at(-1);
  return {
    rows: rows.length,
    position: last ?? position,
    isLast: last === undefined || last === sellers.at(-1),
    save: async (tx) => {
      const rejected = read.flatMap((one) => one.rejected);
      await saveRejections(tx, 'working-time', { settledKeys: rows.map((row) => String(row.id)), rejected, now });
      const whole = people.filter((_, index) => read[index]?.rejected.length === 0);
      return saveWorkRecords(tx, { userIds: whole, since, records: rows.map(toWorkRecord) });
    },
  };
}

/** Absences of everybody who sells, some weeks back and the quarter ahead. */
export async function readAbsencesPiece(lane: Lane): Promise<Piece> {
  const now = lane.businessClock();
  const dayAt = (ms: number): string => toDay(new Date(now.getTime() + ms), lane.timeZone);
  const span = { from: dayAt(-lookBackMs), before: dayAt(lookAheadMs) };
  const people = await lane.read((tx) => listSellers(tx, new Date(now.getTime() - lookBackMs)));
  const nothing = { absences: [], rejected: [] };
  const asked = { from: span.from, to: dayAt(lookAheadMs - dayMs) };
  const { absences, rejected } = people.length === 0 ? nothing : await listAbsences(lane.client, people, asked);
  const days = absences.flatMap((absence) => toAbsentDays(absence, span));
  return {
    rows: days.length,
    position: 0n,
    isLast: true,
    save: async (tx) => {
      await saveRejections(tx, 'absences', { settledKeys: 'all', rejected, now });
      return rejected.length > 0 ? 0 : saveAbsentDays(tx, { ...span, days });
    },
  };
}
