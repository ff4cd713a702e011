import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSealKey, type SealKey } from '#ledger/seal.ts';

/** Secrets of one installation of the service. */
export interface Keys {
  /** Signs session tokens. */
  readonly session: Buffer;
  /** Encrypts portal tokens at rest. */
  readonly secretText: Buffer;
  /** Fingerprints application tokens. */
  readonly fingerprint: Buffer;
  readonly seal: SealKey;
}

const random = ['session.key', 'secret-text.key', 'fingerprint.key'] as const;
const sealFile = 'seal.pem';

/** Reads the folder of keys; a missing or weak one is a fault of the installation, never silently replaced. */
export function readKeys(folder: string): Keys {
  const [session, secretText, fingerprint] = random.map((name) => readRandomKey(join(folder, name)));
  if (session === undefined || secretText === undefined || fingerprint === undefined) throw new Error('keys are missing');
  return { session, secretText, fingerprint, seal: readSealKey(readFileSync(join(folder, sealFile), 'utf8')) };
}

/** Makes what is not there yet, readable by this user only; existing keys stay. */
export function createKeys(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  for (const name of random) writeOnce(join(folder, name), () => randomBytes(32).toString('base64'));
  writeOnce(join(folder, sealFile), () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
}

/** Written beside and renamed, so that a crash leaves either no key or a whole one. */
function writeOnce(file: string, make: () => string): void {
  if (existsSync(file)) return;
  writeFileSync(`${file}.new`, make(), { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}

function readRandomKey(file: string): Buffer {
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if (key.length !== 32) throw new Error(`${file} must hold 32 random bytes in base64`);
  return key;
}
