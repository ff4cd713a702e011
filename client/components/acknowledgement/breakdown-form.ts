import type { Breakdown, BreakdownClient, PlanSheet } from '#contract/acknowledgement.ts';
import type { Language } from '#contract/wire.ts';
import { editableAmount, parseTyped, readAmount, writeAmount } from '#components/planning/plan-amount.ts';
import { sumOf } from '#domain/breakdown.ts';
import { clientsOfSheet } from './sheet-clients.ts';
import { scaleOf, targetOf } from './sheet-target.ts';

/** Amounts as they are typed, in thousands. */
export interface BreakdownDraft {
  weeks: string[];
  clients: { client: BreakdownClient; amount: string }[];
}

/** How much of the target each table spreads; null while something typed is no amount. */
export interface BreakdownProgress {
  readonly target: bigint;
  readonly weeks: bigint | null;
  readonly clients: bigint | null;
  readonly isWhole: boolean;
}

/** What was saved, or the weeks and the clients of the sheet. */
export function toDraft(sheet: PlanSheet, language: Language): BreakdownDraft {
  const scale = scaleOf(sheet);
  const typed = (minor: bigint): string => editableAmount(minor, scale, language);
  const saved = sheet.breakdown?.clients.map(({ client, value }) => ({ client, value: readAmount(value, scale) }));
  return {
    weeks: (sheet.breakdown?.weeks ?? sheet.weeks).map((week) => typed(readAmount(week.value, scale))),
    clients: (saved ?? clientsOfSheet(sheet)).map(({ client, value }) => ({ client, amount: typed(value) })),
  };
}

export function readProgress(draft: BreakdownDraft, sheet: PlanSheet, language: Language): BreakdownProgress {
  const target = targetOf(sheet);
  const weeks = readSum(draft.weeks, sheet, language);
  const clients = readSum(
    draft.clients.map((line) => line.amount),
    sheet,
    language,
  );
  return { target, weeks, clients, isWhole: weeks === target && (draft.clients.length === 0 || clients === target) };
}

/** The wire form of a whole draft. */
export function toBreakdown(draft: BreakdownDraft, sheet: PlanSheet, language: Language): Breakdown {
  const scale = scaleOf(sheet);
  const value = (typed: string): string => writeAmount(readTyped(typed, sheet, language) ?? 0n, scale);
  return {
    weeks: sheet.weeks.map(({ from, to }, index) => ({ from, to, value: value(draft.weeks[index] ?? '') })),
    clients: draft.clients.map(({ client, amount }) => ({ client, value: value(amount) })),
  };
}

/** What the clients still lack of the target, for the next line. */
export function restOfClients(draft: BreakdownDraft, sheet: PlanSheet, language: Language): string {
  const { target, clients } = readProgress(draft, sheet, language);
  const rest = target - (clients ?? 0n);
  return rest <= 0n ? '' : editableAmount(rest, scaleOf(sheet), language);
}

function readSum(typed: readonly string[], sheet: PlanSheet, language: Language): bigint | null {
  const values = typed.map((text) => readTyped(text, sheet, language));
  return values.includes(null) ? null : sumOf(values.map((value) => ({ value: value ?? 0n })));
}

function readTyped(text: string, sheet: PlanSheet, language: Language): bigint | null {
  const parsed = parseTyped(text, scaleOf(sheet), language);
  if (parsed.kind === 'unclear') return null;
  return parsed.kind === 'empty' ? 0n : parsed.minor;
}
