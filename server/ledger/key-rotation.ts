import { hashInDomain } from './canonical-json.ts';
import { sealNext, type Head, type SealedEntry } from './next-entry.ts';
import { readSealVerifier, type SealKey, type SealVerifier } from './seal.ts';

/** Nobody of the portal acts here: the operator changes the key. */
const operator = { uid: '0', role: 'operator', sid: '00000000-0000-0000-0000-000000000000', level: 'L1' } as const;

/** The entry that puts a new seal key in force: sealed by the key before it, and proven by the new one. */
export function sealRotation(
  head: Head,
  of: { readonly tenant: string; readonly now: Date },
  keys: { from: SealKey; to: SealKey },
): SealedEntry {
  const { from, to } = keys;
  const proof = to.seal(hashOfRotation({ tenant: of.tenant, prev: head.entryHash, from: from.keyId, to: to.keyId }));
  const body = { from: from.keyId, to: to.keyId, publicKey: to.publicKeyPem, proof };
  return sealNext(head, { ...of, type: 'key.rotated', actor: operator, body }, from);
}

/** The key that an entry of this kind puts in force; undefined when it is not what it says. */
export function readRotation(entry: string, inForce: SealVerifier): SealVerifier | undefined {
  const fields = readFields(entry);
  if (fields === undefined || fields.from !== inForce.keyId) return undefined;
  const next = readSealVerifier(fields.publicKey);
  if (next === undefined || next.keyId !== fields.to) return undefined;
  return next.verify(hashOfRotation(fields), fields.proof) ? next : undefined;
}

/** The id of the key that a rotation puts in force, of an entry that was verified when it was written. */
export function keyAfterRotation(entry: string): string | undefined {
  return readFields(entry)?.to;
}

interface Rotation {
  readonly tenant: string;
  readonly prev: string;
  readonly from: string;
  readonly to: string;
}

/** Binds the proof to this place of this ledger. */
function hashOfRotation({ tenant, prev, from, to }: Rotation): string {
  return hashInDomain('kurs/key-rotation/v1', [tenant, prev, from, to].join('\n'));
}

function readFields(entry: string): (Rotation & { readonly publicKey: string; readonly proof: string }) | undefined {
  const { tenant, prev, body } = JSON.parse(entry) as { tenant?: unknown; prev?: unknown; body?: Record<string, unknown> };
  const texts = [tenant, prev, body?.['from'], body?.['to'], body?.['publicKey'], body?.['proof']].map(String);
  const [owner = '', previous = '', from = '', to = '', publicKey = '', proof = ''] = texts;
  return texts.includes('undefined') ? undefined : { tenant: owner, prev: previous, from, to, publicKey, proof };
}
