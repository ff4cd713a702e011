import type { ExpressionBuilder } from 'kysely';
import type { Tables } from './tables.ts';

/** What is told beside a sheet, each asked for by itself. */
type OfSheet = ExpressionBuilder<Tables & { s: Tables['plan_sheet'] }, 's'>;

export function readAt(eb: OfSheet) {
  return eb
    .selectFrom('sheet_read as r')
    .whereRef('r.portal_id', '=', 's.portal_id')
    .whereRef('r.plan_id', '=', 's.plan_id')
    .whereRef('r.version', '=', 's.version')
    .whereRef('r.user_id', '=', 's.user_id')
    .select('r.read_at')
    .as('read_at');
}

export function recordedAt(eb: OfSheet) {
  return eb
    .selectFrom('paper_acknowledgement as a')
    .whereRef('a.portal_id', '=', 's.portal_id')
    .whereRef('a.plan_id', '=', 's.plan_id')
    .whereRef('a.version', '=', 's.version')
    .whereRef('a.user_id', '=', 's.user_id')
    .select('a.recorded_at')
    .as('recorded_at');
}

export function keyColumn<Column extends 'key_id' | 'sealed_key'>(column: Column) {
  return (eb: OfSheet) =>
    eb
      .selectFrom('subject_key as k')
      .whereRef('k.portal_id', '=', 's.portal_id')
      .whereRef('k.user_id', '=', 's.user_id')
      .select(`k.${column}` as const)
      .as(column);
}

export function firstDelivery(eb: OfSheet) {
  return eb
    .selectFrom('sheet_notice as i')
    .whereRef('i.portal_id', '=', 's.portal_id')
    .whereRef('i.plan_id', '=', 's.plan_id')
    .whereRef('i.version', '=', 's.version')
    .whereRef('i.user_id', '=', 's.user_id')
    .where('i.kind', '=', 'issued')
    .select((inner) => inner.fn.min('i.sent_at').as('delivered_at'))
    .as('delivered_at');
}

export function firstOpening(eb: OfSheet) {
  return eb
    .selectFrom('challenge as c')
    .whereRef('c.portal_id', '=', 's.portal_id')
    .whereRef('c.plan_id', '=', 's.plan_id')
    .whereRef('c.version', '=', 's.version')
    .whereRef('c.user_id', '=', 's.user_id')
    .select((inner) => inner.fn.min('c.created_at').as('opened_at'))
    .as('opened_at');
}

export function lastWriter(eb: OfSheet) {
  return eb
    .selectFrom('sheet_message as m')
    .whereRef('m.portal_id', '=', 's.portal_id')
    .whereRef('m.plan_id', '=', 's.plan_id')
    .whereRef('m.version', '=', 's.version')
    .whereRef('m.user_id', '=', 's.user_id')
    .orderBy('m.message_id', 'desc')
    .limit(1)
    .select('m.author_id')
    .as('last_writer');
}

/** How many newer sheets of the same plan the person got. */
export function countNewer(eb: OfSheet) {
  return eb
    .selectFrom('plan_sheet as n')
    .whereRef('n.portal_id', '=', 's.portal_id')
    .whereRef('n.plan_id', '=', 's.plan_id')
    .whereRef('n.user_id', '=', 's.user_id')
    .whereRef('n.version', '>', 's.version')
    .select((inner) => inner.fn.countAll<bigint>().as('newer'))
    .as('newer');
}
