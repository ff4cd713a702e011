import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from '#kernel/errors.ts';

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
}

/** AES-256-GCM with a nonce of its own for every text; `key` is 32 bytes that the database never sees. */
export function createSecretText(key: Buffer): SecretText {
  if (key.length !== 32) throw new AppError('internal', 'The key of stored tokens must have 32 bytes');
  return {
    seal: (plain, place) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(toAad(place));
      const sealed = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `v1.${sealed.toString('base64url')}`;
    },
    open: (text, place) => {
      const bytes = Buffer.from(text.startsWith('v1.') ? text.slice(3) : '', 'base64url');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(toAad(place));
        decipher.setAuthTag(bytes.subarray(-16));
        return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new AppError('internal', 'A stored token does not open with this key', { cause });
      }
    },
  };
}

const toAad = (place: SecretPlace): Buffer => Buffer.from(`v1|${place.column}|${place.memberId}|${place.generation}`);
