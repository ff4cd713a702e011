import type { Absence, WorkRecordRow } from '#bitrix/working-time.ts';
import type { AbsentDay, WorkRecord } from '#store/working-time.ts';

export const toWorkRecord = (row: WorkRecordRow): WorkRecord => ({
  record_id: row.id,
  user_id: row.userId,
  started_at: row.startTime,
  ended_at: row.endTime,
  worked_seconds: row.duration,
  break_seconds: row.breakLength,
  is_approved: row.isApproved,
});

const dayMs = 86_400_000;

/** Days of an absence inside a half-open span; an entry that repeats for years is cut there. */
export function toAbsentDays(absence: Absence, span: { readonly from: string; readonly before: string }): AbsentDay[] {
  const from = Date.parse(absence.fromDay > span.from ? absence.fromDay : span.from);
  const before = Math.min(Date.parse(absence.toDay) + dayMs, Date.parse(span.before));
  const days = Math.max(0, (before - from) / dayMs);
  return Array.from({ length: days }, (_, index) => ({
    user_id: absence.userId,
    day: new Date(from + index * dayMs).toISOString().slice(0, 10),
  }));
}
