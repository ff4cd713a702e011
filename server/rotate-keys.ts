import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createPublicKey } from 'node:crypto';
import { idOf, keyFiles, listOldKeys, makeKey, oldKeyFile, writeKey } from './keys.ts';

/** The fingerprints of application tokens are made with a key that only an installation renews. */
export type RotatedKind = 'session' | 'secretText' | 'seal';

export type RotationStep = 'kept' | 'renewed';

/** As long as a session token may live, and some minutes for clocks that differ. */
const sessionTokenMs = 15 * 60_000;

/**
 * Puts the current key aside and a new one in its place; the earlier one stays for what was made with it.
 * Killed between two steps it leaves the old key in use, and the next call goes on.
 */
export function rotateKeyFile(
  folder: string,
  kind: RotatedKind,
  options: { readonly nowMs: number; readonly onStep?: (step: RotationStep) => void },
): { readonly from: string; readonly to: string } {
  const file = join(folder, keyFiles[kind]);
  refuseTooSoon(folder, kind, options.nowMs);
  const from = idOf(kind, file);
  writeKey(oldKeyFile(folder, kind, from), readFileSync(file, 'utf8'));
  options.onStep?.('kept');
  writeKey(file, makeKey(kind));
  options.onStep?.('renewed');
  return { from, to: idOf(kind, file) };
}

/** Of session keys two are live: a third one would end sessions that have just begun. Of the others a rotation is brought to its end first. */
function refuseTooSoon(folder: string, kind: RotatedKind, nowMs: number): void {
  const old = listOldKeys(folder, kind);
  if (old.length === 0) return;
  if (kind !== 'session') throw new Error(`An earlier key is still there (${old.map(({ keyId }) => keyId).join(', ')}): retire it first`);
  if (old.some(({ file }) => nowMs - statSync(file).mtimeMs < sessionTokenMs))
    throw new Error('Session keys were changed less than 15 minutes ago, and sessions of the earlier one are still open');
  for (const { file } of old) rmSync(file);
}

/** Removes earlier keys to which nothing refers any more; of a seal its public half stays for whoever verifies. */
export function retireKeys(
  folder: string,
  options: { readonly nowMs: number; readonly isReferred: (kind: RotatedKind, keyId: string) => boolean },
) {
  const retired: string[] = [];
  const kept: string[] = [];
  for (const kind of ['session', 'secretText', 'seal'] as const) {
    for (const { keyId, file } of listOldKeys(folder, kind)) {
      const isLive = kind === 'session' ? options.nowMs - statSync(file).mtimeMs < sessionTokenMs : options.isReferred(kind, keyId);
      if (!isLive && kind === 'seal') keepPublicHalf(folder, keyId, file);
      if (!isLive) rmSync(file);
      (isLive ? kept : retired).push(`${keyFiles[kind]} ${keyId}`);
    }
  }
  return { retired, kept };
}

function keepPublicHalf(folder: string, keyId: string, file: string): void {
  const target = join(folder, `seal.${keyId}.public.pem`);
  if (existsSync(target)) return;
  writeKey(target, createPublicKey(readFileSync(file, 'utf8')).export({ type: 'spki', format: 'pem' }).toString());
}
