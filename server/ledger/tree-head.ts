import { hashInDomain, toCanonicalJson } from './canonical-json.ts';
import type { SealKey, SealVerifier } from './seal.ts';

/** What a whole ledger was at one moment: so many entries with this Merkle root. */
export interface TreeHead {
  readonly tenant: string;
  readonly size: number;
  readonly root: string;
  /** Of the last entry. */
  readonly at: string;
  readonly kid: string;
}

export interface SealedTreeHead extends TreeHead {
  readonly seal: string;
}

/** headHash = SHA256("kurs/sth/v1\0" || JCS(head)); the seal of it is the one of entries, whose domain the hash keeps apart. */
export function hashTreeHead({ tenant, size, root, at, kid }: TreeHead): string {
  return hashInDomain('kurs/sth/v1', toCanonicalJson({ tenant, size, root, at, kid }));
}

export function sealTreeHead(head: Omit<TreeHead, 'kid'>, key: SealKey): SealedTreeHead {
  const { tenant, size, root, at } = head;
  const whole = { tenant, size, root, at, kid: key.keyId };
  return { ...whole, seal: key.seal(hashTreeHead(whole)) };
}

export function isTreeHeadSealed(head: SealedTreeHead, key: SealVerifier): boolean {
  return head.kid === key.keyId && key.verify(hashTreeHead(head), head.seal);
}
