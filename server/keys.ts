import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createKeyRing, toKey, type Key, type KeyRing, type KeyRingOptions } from '#kernel/key-ring.ts';
import { readSealKey, readSealVerifier, type SealKey, type SealVerifier } from '#ledger/seal.ts';
import { findKeyFault, readSecretFile } from './secret-files.ts';

/** Secrets of one installation of the service. */
export interface Keys {
  /** Signs session tokens. */
  readonly session: KeyRing;
  /** Encrypts portal tokens and the log of requests at rest. */
  readonly secretText: KeyRing;
  /** Fingerprints application tokens. */
  readonly fingerprint: Buffer;
  readonly seal: KeyRing<SealKey>;
  /** Public halves of seal keys that were retired. */
  readonly listRetired: () => readonly SealVerifier[];
}

/** The file of the current key of each kind; earlier ones stand beside it as `<stem>.<key id>.old<ending>`. */
export const keyFiles = {
  session: 'session.key',
  secretText: 'secret-text.key',
  fingerprint: 'fingerprint.key',
  seal: 'seal.pem',
} as const;
export type KeyKind = keyof typeof keyFiles;

/** Reads the folder of keys; a missing or weak one is a fault of the installation, never silently replaced. */
export function readKeys(folder: string, options?: KeyRingOptions): Keys {
  const random = (kind: 'session' | 'secretText') => createKeyRing(() => keysOf(folder, kind).map((file) => readRandomKey(file)), options);
  const keys = {
    session: random('session'),
    secretText: random('secretText'),
    fingerprint: readRandomKey(join(folder, keyFiles.fingerprint)).bytes,
    listRetired: () => readSealVerifiers(folder),
    seal: createKeyRing(() => keysOf(folder, 'seal').map((file) => readSealKey(readSecretFile(file))), options),
  };
  const used = [...keys.session.all(), ...keys.secretText.all(), toKey(keys.fingerprint)].map(({ keyId }) => keyId);
  if (new Set(used).size !== used.length) throw new Error(`${folder} holds one key for two purposes: make each of its own`);
  return keys;
}

/** Public halves of seal keys that were retired: ledgers begin with entries of theirs. */
export function readSealVerifiers(folder: string): SealVerifier[] {
  const files = readdirSync(folder).filter((file) => /^seal\.[0-9a-f]+\.public\.pem$/.test(file));
  return files.flatMap((file) => readSealVerifier(readFileSync(join(folder, file), 'utf8')) ?? []);
}

/** Makes what is not there yet, readable by this user only; existing keys stay. */
export function createKeys(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  for (const kind of ['session', 'secretText', 'fingerprint', 'seal'] as const)
    if (!existsSync(join(folder, keyFiles[kind]))) writeKey(join(folder, keyFiles[kind]), makeKey(kind));
}

export function makeKey(kind: KeyKind): string {
  if (kind !== 'seal') return randomBytes(32).toString('base64');
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Written beside and renamed, so that a crash leaves either no key or a whole one. */
export function writeKey(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}

/** The current key of a kind and then the earlier ones; a copy of the current one is not an earlier key. */
function keysOf(folder: string, kind: KeyKind): string[] {
  return [join(folder, keyFiles[kind]), ...listOldKeys(folder, kind).map(({ file }) => file)];
}

export interface OldKey {
  readonly keyId: string;
  readonly file: string;
}

export function listOldKeys(folder: string, kind: KeyKind): OldKey[] {
  const [stem = '', ending = ''] = keyFiles[kind].split(/(?=\.\w+$)/);
  const name = new RegExp(`^${stem}\\.([0-9a-f]+)\\.old\\${ending}$`);
  const found = readdirSync(folder).flatMap((file) => name.exec(file)?.[1] ?? []);
  const current = idOf(kind, join(folder, keyFiles[kind]));
  return found.filter((keyId) => keyId !== current).map((keyId) => ({ keyId, file: oldKeyFile(folder, kind, keyId) }));
}

export function oldKeyFile(folder: string, kind: KeyKind, keyId: string): string {
  return join(folder, keyFiles[kind].replace(/\.\w+$/, `.${keyId}.old$&`));
}

export function idOf(kind: KeyKind, file: string): string {
  return kind === 'seal' ? readSealKey(readSecretFile(file)).keyId : readRandomKey(file).keyId;
}

function readRandomKey(file: string): Key {
  const bytes = Buffer.from(readSecretFile(file), 'base64');
  const fault = findKeyFault(bytes);
  if (fault !== undefined) throw new Error(`${file} ${fault}`);
  return toKey(bytes);
}
