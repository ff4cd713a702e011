import { createHash, createPublicKey } from 'node:crypto';
import type { KeyRing } from '#kernel/key-ring.ts';
import type { SealKey, SealVerifier } from '#ledger/seal.ts';

/** Public halves of everything that has sealed, as they are published and packed. */
export function describeKeys(of: { readonly sealKeys: KeyRing<SealKey>; readonly listRetiredKeys: () => readonly SealVerifier[] }) {
  const current = of.sealKeys.current().keyId;
  const known = new Map([...of.listRetiredKeys(), ...of.sealKeys.all()].map((key) => [key.keyId, key]));
  return {
    keys: [...known.values()].map(({ keyId, publicKeyPem }) => {
      const spki = createPublicKey(publicKeyPem).export({ type: 'spki', format: 'der' });
      return {
        kid: keyId,
        alg: 'Ed25519',
        isCurrent: keyId === current,
        publicKey: spki.subarray(-32).toString('hex'),
        fingerprint: createHash('sha256').update(spki).digest('hex'),
        pem: publicKeyPem,
      };
    }),
  };
}
