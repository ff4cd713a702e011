import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { Breakdown as WireBreakdown } from '#contract/acknowledgement.ts';
import { findBreakdownFault, type BreakdownClient, type BreakdownFault } from '#domain/breakdown.ts';
import { fromDecimal, toDecimal } from '#domain/money.ts';
import { toCanonicalJson, type CanonicalValue } from '#ledger/canonical-json.ts';
import { hashBreakdown } from '#ledger/entry.ts';
import type { StoredSheet } from '#store/plan-sheets.ts';
import { readDocument } from './plan-sheet-document.ts';

type Wire = z.infer<typeof WireBreakdown>;

export interface WrittenBreakdown {
  readonly text: string;
  readonly hash: string;
}

/** The canonical text that is signed with the plan, or what keeps the breakdown from being whole. */
export function writeBreakdown(sheet: StoredSheet, given: Wire, digits: number): WrittenBreakdown | BreakdownFault {
  const document = readDocument(sheet.document);
  const target = document.targets.find(({ kpi }) => kpi === 'revenue');
  const amount = (value: string): bigint => fromDecimal(value, digits);
  const breakdown = {
    weeks: given.weeks.map((week) => ({ ...week, value: amount(week.value) })),
    clients: given.clients.map((line) => ({ client: line.client, value: amount(line.value) })),
  };
  const fault = findBreakdownFault(breakdown, { target: amount(target?.value ?? '0'), weeks: document.weeks });
  if (fault !== null || document.weeks.length === 0) return fault ?? 'other-weeks';
  const text = toCanonicalJson({
    schema: 'breakdown/2',
    // Weeks and sums could be tried one by one.
    salt: randomBytes(16).toString('hex'),
    planHash: sheet.planHash,
    weeks: breakdown.weeks.map(({ from, to, value }) => ({ from, to, value: toDecimal(value, digits) })),
    clients: breakdown.clients.map(({ client, value }) => ({ client: writeClient(client), value: toDecimal(value, digits) })),
  });
  return { text, hash: hashBreakdown(text) };
}

/** The sheet has revenue to spread. */
export function canBreakDown(sheet: StoredSheet): boolean {
  return readDocument(sheet.document).weeks.length > 0;
}

/** Reads a stored breakdown back. */
export function readBreakdown(text: string): Wire {
  return WireBreakdown.parse(JSON.parse(text));
}

function writeClient(client: BreakdownClient): CanonicalValue {
  return client.kind === 'company' ? { ...client, title: client.title.normalize('NFC') } : { ...client };
}
