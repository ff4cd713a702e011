import { readFileSync } from 'node:fs';

/** The published test vectors of the ledger: any implementation must reproduce them byte for byte. */
export interface Vectors {
  readonly note: string;
  /** Leaves in hex and the roots of 0, 1, 2 … of them. */
  readonly rfc6962: { readonly leaves: readonly string[]; readonly roots: readonly string[] };
  readonly key: { readonly kid: string; readonly publicKey: string; readonly spki: string };
  readonly entries: readonly { readonly entry: string; readonly hash: string; readonly seal: string }[];
  readonly heads: readonly { tenant: string; size: number; root: string; at: string; kid: string; hash: string; seal: string }[];
  readonly inclusion: readonly { index: number; size: number; path: readonly string[] }[];
  readonly consistency: readonly { from: number; to: number; path: readonly string[] }[];
  readonly plan: { readonly document: string; readonly hash: string };
  readonly text: { readonly text: string; readonly hash: string };
  readonly saltedText: { readonly salt: string; readonly text: string; readonly hash: string };
  readonly journalLine: string;
  readonly publicRoot: { day: string; portals: number; root: string; at: string; kid: string; hash: string; seal: string };
}

export const vectorsFile = new URL('vectors.json', import.meta.url);
export const vectors = JSON.parse(readFileSync(vectorsFile, 'utf8')) as Vectors;
