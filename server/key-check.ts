import { createSecretText } from '#store/secret-text.ts';
import type { Keys } from './keys.ts';

const place = { column: 'readiness', memberId: '', generation: 0 };

/** Seals and opens with the keys in use, as everything that is asked of this process will. */
export function areWorking(keys: Keys): boolean {
  try {
    const secretText = createSecretText(keys.secretText);
    const seal = keys.seal.current();
    const hash = '0'.repeat(64);
    return (
      secretText.open(secretText.seal('ready', place), place) === 'ready' &&
      seal.verify(hash, seal.seal(hash)) &&
      keys.session.current().bytes.length === 32
    );
  } catch {
    return false;
  }
}
