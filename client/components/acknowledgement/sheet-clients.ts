import type { BreakdownClient, PlanSheet } from '#contract/acknowledgement.ts';
import { readAmount } from '#components/planning/plan-amount.ts';
import { clientKey } from '#domain/breakdown.ts';
import { listDimensions, parseDimensionKey } from '#domain/planning/line-dimensions.ts';
import { scaleOf, targetOf } from './sheet-target.ts';

/** Clients of the sheet with the revenue it plans for each: where the person begins to spread; what no line is about stays with «other». */
export function clientsOfSheet(sheet: PlanSheet): { client: BreakdownClient; value: bigint }[] {
  const scale = scaleOf(sheet);
  const lines = new Map<string, { client: BreakdownClient; value: bigint }>();
  const add = (client: BreakdownClient, value: bigint): void => {
    lines.set(clientKey(client), { client, value: (lines.get(clientKey(client))?.value ?? 0n) + value });
  };
  for (const { metric, key, title, value } of sheet.parts) {
    const [only, ...more] = listDimensions(parseDimensionKey(key) ?? {});
    if (metric !== 'revenue' || only?.[0] !== 'client' || more.length > 0 || value === null) continue;
    add(toClient(only[1], title), readAmount(value, scale));
  }
  const rest = targetOf(sheet) - [...lines.values()].reduce((sum, { value }) => sum + value, 0n);
  if (lines.size > 0 && rest > 0n) add({ kind: 'other' }, rest);
  return [...lines.values()];
}

/** Groups have a name only; a breakdown knows three of them. */
function toClient(value: string, title: string): BreakdownClient {
  const [, id] = /^company:([1-9]\d{0,17})$/.exec(value) ?? [];
  if (id !== undefined) return { kind: 'company', id, title };
  if (/(^|\s)(нов|new)/i.test(title)) return { kind: 'new' };
  return { kind: /постоян|regular/i.test(title) ? 'regular' : 'other' };
}
