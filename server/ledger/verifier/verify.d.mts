export type Verdict = 'intact' | 'tampered' | 'incomplete' | 'unknown-key';

export interface Finding {
  readonly kind: 'good' | 'note' | Exclude<Verdict, 'intact'>;
  readonly ru: string;
  readonly en: string;
}

export interface Verification {
  readonly verdict: Verdict;
  readonly code: 0 | 1 | 2 | 3;
  readonly isAnchored: boolean;
  readonly ru: string;
  readonly en: string;
  readonly findings: readonly Finding[];
}

export interface Asked {
  /** A receipt, `{size, root}`, or the public root of a day. */
  readonly anchor?: unknown;
  /** Public keys that are trusted, as the service publishes them. */
  readonly keys?: unknown;
  readonly keyId?: string;
}

export const exitCodes: Readonly<Record<Verdict, number>>;
export function verifyPackage(files: ReadonlyMap<string, Uint8Array>, asked?: Asked): Verification;
export function verifyJournal(text: string, asked?: Asked): Verification;
export function readZip(
  bytes: Uint8Array,
  inflate: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>,
): Promise<Map<string, Uint8Array> | undefined>;
export function damagedArchive(): Verification;
export function useNodeCrypto(): Promise<void>;

export function sha256(bytes: Uint8Array): Uint8Array;
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
/** Without the help of Node. */
export const plain: {
  sha256(bytes: Uint8Array): Uint8Array;
  sha512(bytes: Uint8Array): Uint8Array;
  verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
};
export function canonical(value: unknown): string;
export function hashInDomain(domain: string, text: string | Uint8Array): string;
export function hashEntry(text: string): string;
export function hashTreeHead(head: { tenant: string; size: number; root: string; at: string; kid: string }): string;
export function hashPublicRoot(root: { day: string; portals: number; root: string; at: string; kid: string }): string;
export function isSealed(hash: string, seal: string, publicKey: Uint8Array): boolean;
export function rootsOf(leaves: readonly string[]): string[];
export function isIncluded(proof: { leaf: string; index: number; size: number; path: readonly string[] }, root: string): boolean;
export function isConsistent(growth: {
  from: { size: number; root: string };
  to: { size: number; root: string };
  path: readonly string[];
}): boolean;
