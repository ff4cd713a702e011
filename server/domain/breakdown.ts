import type { Day } from './period.ts';

/** Companies keep the title their author saw; of private persons the number alone is kept. */
export type BreakdownClient =
  | { readonly kind: 'company'; readonly id: string; readonly title: string }
  | { readonly kind: 'private'; readonly id: string }
  | { readonly kind: 'regular' | 'new' | 'other' };

/** How a person spreads the target over weeks and clients; amounts in minor units. */
export interface Breakdown {
  readonly weeks: readonly { readonly from: Day; readonly to: Day; readonly value: bigint }[];
  readonly clients: readonly { readonly client: BreakdownClient; readonly value: bigint }[];
}

export type BreakdownFault = 'other-weeks' | 'negative' | 'weeks-sum' | 'clients-sum' | 'client-twice';

/** First thing that keeps a breakdown from being whole: both tables add up to the target, or there are no clients at all. */
export function findBreakdownFault(
  { weeks, clients }: Breakdown,
  sheet: { target: bigint; weeks: readonly { readonly from: Day; readonly to: Day }[] },
): BreakdownFault | null {
  const isSame = weeks.length === sheet.weeks.length && weeks.every((week, index) => week.from === sheet.weeks[index]?.from);
  if (!isSame) return 'other-weeks';
  if ([...weeks, ...clients].some(({ value }) => value < 0n)) return 'negative';
  if (sumOf(weeks) !== sheet.target) return 'weeks-sum';
  if (clients.length > 0 && sumOf(clients) !== sheet.target) return 'clients-sum';
  const keys = clients.map(({ client }) => clientKey(client));
  return new Set(keys).size === keys.length ? null : 'client-twice';
}

export function clientKey(client: BreakdownClient): string {
  return client.kind === 'company' || client.kind === 'private' ? `${client.kind} ${client.id}` : client.kind;
}

export function sumOf(parts: readonly { readonly value: bigint }[]): bigint {
  return parts.reduce((sum, { value }) => sum + value, 0n);
}
