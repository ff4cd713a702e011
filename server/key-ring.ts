import { createHash } from 'node:crypto';

/** Random bytes of this installation under the name that everything made with them carries. */
export interface Key {
  readonly keyId: string;
  readonly bytes: Buffer;
}

/** The key in use, and earlier ones for as long as something refers to them. */
export interface KeyRing<Kept extends { readonly keyId: string } = Key> {
  current(): Kept;
  find(keyId: string): Kept | undefined;
  all(): readonly Kept[];
}

export interface KeyRingOptions {
  /** A key that was changed beside a running process is taken after this time. */
  readonly refreshMs: number;
  readonly nowMs: () => number;
}

const unknownMs = 1000;

/** `read` brings the current key first; a reading that fails later leaves the keys that are known. */
export function createKeyRing<Kept extends { readonly keyId: string }>(
  read: () => readonly Kept[],
  { refreshMs, nowMs }: KeyRingOptions = { refreshMs: 5000, nowMs: () => performance.now() },
): KeyRing<Kept> {
  let keys = read();
  let readAtMs = nowMs();
  const refresh = (afterMs: number): void => {
    if (nowMs() - readAtMs < afterMs) return;
    readAtMs = nowMs();
    try {
      keys = read();
    } catch {
      // Half of a rotation, or a folder that is away: the next look finds it whole.
    }
  };
  return {
    current: () => {
      refresh(refreshMs);
      const [first] = keys;
      if (first === undefined) throw new Error('There is no key');
      return first;
    },
    find: (keyId) => {
      const known = keys.find((key) => key.keyId === keyId);
      if (known !== undefined) return known;
      refresh(unknownMs);
      return keys.find((key) => key.keyId === keyId);
    },
    all: () => keys,
  };
}

/** A ring of keys that never change. */
export const ringOf = (...bytes: readonly Uint8Array[]): KeyRing => createKeyRing(() => bytes.map((one) => toKey(Buffer.from(one))));

export function toKey(bytes: Buffer): Key {
  return { keyId: createHash('sha256').update('kurs/key-id/v1\0').update(bytes).digest('hex').slice(0, 12), bytes };
}
