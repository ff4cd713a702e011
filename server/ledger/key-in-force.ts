import { keyAfterRotation } from './key-rotation.ts';
import type { SealKey } from './seal.ts';

export interface LastEntry {
  readonly type: string;
  readonly entry: string;
  readonly sealKeyId: string;
}

/** The id of the key that must seal the next entry; undefined for a ledger that has none yet. */
export function keyIdInForce(last: LastEntry | undefined): string | undefined {
  return last?.type === 'key.rotated' ? keyAfterRotation(last.entry) : last?.sealKeyId;
}

/** A ledger is sealed by its own key until an entry of it says otherwise, whichever key the installation uses by now. */
export function findKeyInForce(last: LastEntry | undefined, keys: { current(): SealKey; find(keyId: string): SealKey | undefined }) {
  const keyId = keyIdInForce(last);
  return keyId === undefined ? keys.current() : keys.find(keyId);
}
