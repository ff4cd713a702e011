import { hashInDomain, toCanonicalJson, type CanonicalValue } from './canonical-json.ts';

export type EntryType =
  | 'plan.issued'
  | 'plan.viewed'
  /** The end of the sheet was reached: «ознакомлен». */
  | 'plan.read'
  | 'plan.signed'
  | 'plan.signed_with_objections'
  | 'plan.refused'
  | 'plan.paper_ack'
  | 'objection.answered'
  | 'ack.overdue'
  | 'agreement.accepted'
  | 'pin.set'
  | 'pin.reset'
  | 'plan.superseded'
  | 'plan.closed'
  | 'plan.reopened'
  | 'export.made'
  /** The key of a person's texts was destroyed on demand. */
  | 'erasure.done'
  /** The operator's: from the next entry on another key seals. */
  | 'key.rotated';

/** Who acted: the portal's user id, the role of the act, the session, and how surely we know it was them. */
export interface Actor {
  readonly uid: string;
  readonly role: 'author' | 'employee' | 'head' | 'administrator' | 'viewer' | 'operator';
  readonly sid: string;
  readonly level: 'L1' | 'L2' | 'L3';
}

/** One record of a portal's ledger in its final form; `tenant` is the portal's Bitrix24 member id. */
export interface Entry {
  readonly v: 1;
  readonly tenant: string;
  readonly seq: number;
  readonly prev: string;
  readonly type: EntryType;
  /** RFC 3339, UTC, milliseconds; never before the previous entry's. */
  readonly at: string;
  /** What the clock said when it was far behind the entry before; absent otherwise. */
  readonly clock?: string;
  readonly actor: Actor;
  readonly body: { readonly [key: string]: CanonicalValue };
}

/** `prev` of the first entry. */
export const noPrevious = '0'.repeat(64);

/** The bytes that are hashed and kept. */
export function writeEntry(entry: Entry): string {
  return toCanonicalJson({ ...entry, actor: { ...entry.actor }, body: { ...entry.body } });
}

/** entryHash = SHA256("kurs/entry/v1\0" || JCS(entry)). */
export function hashEntry(written: string): string {
  return hashInDomain('kurs/entry/v1', written);
}

/** planHash = SHA256("kurs/plan/v1\0" || JCS(plan)). */
export function hashPlan(written: string): string {
  return hashInDomain('kurs/plan/v1', written);
}

/** factsSha256 = SHA256("kurs/facts/v1\0" || JCS(facts)): what a closed plan was judged by. */
export function hashFacts(written: string): string {
  return hashInDomain('kurs/facts/v1', written);
}

/** humanTextSha256 = SHA256("kurs/text/v1\0" || text). */
export function hashText(text: string): string {
  return hashInDomain('kurs/text/v1', text);
}

/** textSaltedSha256 = SHA256("kurs/salted-text/v1\0" || JCS({ salt, text })): nobody guesses the words once salt and text are gone. */
export function hashSaltedText({ salt, text }: { salt: string; text: string }): string {
  return hashInDomain('kurs/salted-text/v1', toCanonicalJson({ salt, text }));
}

/** breakdownSha256 = SHA256("kurs/breakdown/v1\0" || JCS(breakdown)): how the signer spreads the target. */
export function hashBreakdown(written: string): string {
  return hashInDomain('kurs/breakdown/v1', written);
}

/** witnessesSha256 = SHA256("kurs/witnesses/v1\0" || JCS({ salt, names })): names stay outside the ledger. */
export function hashWitnesses(written: string): string {
  return hashInDomain('kurs/witnesses/v1', written);
}
