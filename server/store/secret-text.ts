import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from '#kernel/errors.ts';
import { ringOf, type Key, type KeyRing } from '#kernel/key-ring.ts';

/** Where a secret belongs: a ciphertext moved to another column, portal or generation does not open. */
export interface SecretPlace {
  /** `table.column` */
  readonly column: string;
  readonly memberId: string;
  readonly generation: number;
}

export interface SecretText {
  seal(plain: string, place: SecretPlace): string;
  open(sealed: string, place: SecretPlace): string;
  sealBytes(plain: Buffer, place: SecretPlace): string;
  openBytes(sealed: string, place: SecretPlace): Buffer;
  /** Whether the key in use has sealed this. */
  isCurrent(sealed: string): boolean;
  currentKeyId(): string;
}

/** AES-256-GCM with a nonce of its own for every text; the keys have 32 bytes that the database never sees, and each text names its key. */
export function createSecretText(keys: Buffer | KeyRing): SecretText {
  const ring = Buffer.isBuffer(keys) ? ringOf(keys) : keys;
  if (ring.all().some(({ bytes }) => bytes.length !== 32)) throw new AppError('internal', 'The key of stored tokens must have 32 bytes');
  const sealBytes = (plain: Buffer, place: SecretPlace): string => {
    const { keyId, bytes } = ring.current();
    return `v2.${keyId}.${encrypt(bytes, plain, place).toString('base64url')}`;
  };
  const openBytes = (sealed: string, place: SecretPlace): Buffer => {
    const { keys: candidates, body } = readSealed(ring, sealed);
    for (const { bytes } of candidates) {
      const plain = tryDecrypt(bytes, Buffer.from(body, 'base64url'), place);
      if (plain !== undefined) return plain;
    }
    throw new AppError('internal', 'A stored token does not open with this key');
  };
  return {
    sealBytes,
    openBytes,
    seal: (plain, place) => sealBytes(Buffer.from(plain, 'utf8'), place),
    open: (sealed, place) => openBytes(sealed, place).toString('utf8'),
    isCurrent: (sealed) => sealed.startsWith(`v2.${ring.current().keyId}.`),
    currentKeyId: () => ring.current().keyId,
  };
}

/** The key id that a sealed text names; empty for texts of the first format, which name none. */
export function keyIdOfSealed(sealed: string): string {
  return /^v2\.([0-9a-f]{12})\./.exec(sealed)?.[1] ?? '';
}

function readSealed(ring: KeyRing, sealed: string): { keys: readonly Key[]; body: string } {
  const [version, first = '', second = ''] = sealed.split('.');
  if (version === 'v1') return { keys: ring.all(), body: first };
  const key = version === 'v2' ? ring.find(first) : undefined;
  return { keys: key === undefined ? [] : [key], body: second };
}

function encrypt(key: Buffer, plain: Buffer, place: SecretPlace): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(toAad(place));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function tryDecrypt(key: Buffer, bytes: Buffer, place: SecretPlace): Buffer | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 }).setAAD(toAad(place));
    decipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
  } catch {
    return undefined;
  }
}

const toAad = (place: SecretPlace): Buffer => Buffer.from(`v1|${place.column}|${place.memberId}|${place.generation}`);
