import { readFileSync, statSync } from 'node:fs';

/** A file that holds a secret: only its owner may read it, where the system knows owners. */
export function readSecretFile(file: string): string {
  const { mode } = statSync(file);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new Error(`${file} may be read by others (mode ${(mode & 0o777).toString(8)}): chmod 600 ${file}`);
  return readFileSync(file, 'utf8').trim();
}

/** Why bytes cannot have come from a generator of random ones; undefined when they can. */
export function findKeyFault(bytes: Buffer): string | undefined {
  if (bytes.length !== 32) return 'must hold 32 random bytes in base64';
  if (new Set(bytes).size < 16) return 'holds bytes that repeat: make a random key';
  return bytes.every((byte) => byte >= 0x20 && byte < 0x7f) ? 'holds text instead of random bytes' : undefined;
}

const samples = /change.?me|change.?this|example|password|secret|sample|qwerty|123456|placeholder|your.?(client|key)|xxxxxx|<|>|\s/i;

/** Why a secret that somebody typed in cannot be the real one; undefined when it can. The secret itself is never repeated. */
export function findSecretFault(secret: string): string | undefined {
  if (secret.length < 20) return 'is shorter than 20 characters';
  if (new Set(secret).size < 8) return 'repeats a few characters';
  return samples.test(secret) ? 'is a sample value' : undefined;
}

const samplePasswords = new Set(['password', 'postgres', 'secret', 'changeme', 'change-me', 'example', 'kurs', 'kurs_app', 'kurs_owner']);

/** A database that asks for no password proves its callers in another way. */
export function findDatabaseFault(url: string): string | undefined {
  if (!URL.canParse(url)) return 'is not an address';
  const { password } = new URL(url);
  return samplePasswords.has(decodeURIComponent(password).toLowerCase()) ? 'has a sample value for its password' : undefined;
}
