import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** The public half of a seal key: enough to verify. */
export interface SealVerifier {
  readonly keyId: string;
  verify(entryHash: string, seal: string): boolean;
  readonly publicKeyPem: string;
}

/** Ed25519 key that seals entries; the seal is the operator's, not the employee's signature. */
export interface SealKey extends SealVerifier {
  /** seal = Ed25519("kurs/seal/v1\0" || entryHash), base64url. */
  seal(entryHash: string): string;
}

export function readSealKey(privateKeyPem: string): SealKey {
  const privateKey = createPrivateKey(privateKeyPem);
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new TypeError('The seal key must be an Ed25519 key');
  return {
    ...toVerifier(createPublicKey(privateKey)),
    seal: (entryHash) => sign(null, sealed(entryHash), privateKey).toString('base64url'),
  };
}

/** Of a public key in PEM; undefined for what is no such key. */
export function readSealVerifier(publicKeyPem: string): SealVerifier | undefined {
  try {
    const publicKey = createPublicKey(publicKeyPem);
    return publicKey.asymmetricKeyType === 'ed25519' ? toVerifier(publicKey) : undefined;
  } catch {
    return undefined;
  }
}

function toVerifier(publicKey: KeyObject): SealVerifier {
  return {
    keyId: keyIdOf(publicKey),
    verify: (entryHash, seal) => {
      const bytes = Buffer.from(seal, 'base64url');
      // The decoder reads several spellings of the same bytes; only one of them is the seal.
      return bytes.toString('base64url') === seal && verify(null, sealed(entryHash), publicKey, bytes);
    },
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

function sealed(entryHash: string): Buffer {
  return Buffer.concat([Buffer.from('kurs/seal/v1\0'), Buffer.from(entryHash, 'hex')]);
}

function keyIdOf(publicKey: KeyObject): string {
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}
