import { createHash, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hashSaltedText } from '#ledger/entry.ts';
import * as verifier from '../../../server/ledger/verifier/verify.mjs';
import { vectors, vectorsFile } from './vectors.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const fromHex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const key = fromHex(vectors.key.publicKey);

describe('the plain implementations of the verifier', () => {
  it('hash as Node does, whatever the length', () => {
    for (const size of [0, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 1000]) {
      const bytes = new Uint8Array(randomBytes(size));
      expect(hex(verifier.plain.sha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(hex(verifier.plain.sha512(bytes))).toBe(createHash('sha512').update(bytes).digest('hex'));
    }
  });

  it('verify signatures as Node does, and refuse what was changed', () => {
    for (let round = 0; round < 8; round += 1) {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      const raw = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }).subarray(-32));
      const message = new Uint8Array(randomBytes(round * 7));
      const signature = new Uint8Array(sign(null, message, privateKey));
      expect(verifier.plain.verifyEd25519(raw, message, signature)).toBe(true);
      for (const place of [0, 31, 32, 63]) {
        const changed = Uint8Array.from(signature, (byte, index) => (index === place ? byte ^ 4 : byte));
        expect(verify(null, message, publicKey, changed)).toBe(false);
        expect(verifier.plain.verifyEd25519(raw, message, changed)).toBe(false);
      }
      expect(verifier.plain.verifyEd25519(raw, new Uint8Array([...message, 1]), signature)).toBe(false);
    }
  });
});

describe('the published vectors', () => {
  it('are reproduced by the verifier, which shares no line with the service', () => {
    expect(vectors.entries.map(({ entry }) => verifier.hashEntry(entry))).toEqual(vectors.entries.map(({ hash }) => hash));
    expect(vectors.entries.filter(({ entry }) => verifier.canonical(JSON.parse(entry)) !== entry)).toEqual([]);
    expect(vectors.entries.filter(({ hash, seal }) => !verifier.isSealed(hash, seal, key))).toEqual([]);
    expect(verifier.rootsOf(vectors.entries.map(({ hash }) => hash))).toEqual(vectors.heads.map(({ root }) => root));
    expect(vectors.heads.map(verifier.hashTreeHead)).toEqual(vectors.heads.map(({ hash }) => hash));
    expect(vectors.heads.filter(({ hash, seal }) => !verifier.isSealed(hash, seal, key))).toEqual([]);
    const rootAt = (size: number): string => vectors.heads[size - 1]?.root ?? '';
    const leafAt = (index: number): string => vectors.entries[index]?.hash ?? '';
    for (const { index, size, path } of vectors.inclusion)
      expect(verifier.isIncluded({ leaf: leafAt(index), index, size, path }, rootAt(size))).toBe(true);
    for (const { from, to, path } of vectors.consistency)
      expect(verifier.isConsistent({ from: { size: from, root: rootAt(from) }, to: { size: to, root: rootAt(to) }, path })).toBe(true);
    expect(verifier.hashInDomain('kurs/plan/v1', vectors.plan.document)).toBe(vectors.plan.hash);
    expect(verifier.hashInDomain('kurs/text/v1', vectors.text.text)).toBe(vectors.text.hash);
    const { salt, text, hash } = vectors.saltedText;
    expect(verifier.hashInDomain('kurs/salted-text/v1', verifier.canonical({ salt, text }))).toBe(hash);
    expect(hashSaltedText({ salt, text })).toBe(hash);
    expect(verifier.hashPublicRoot(vectors.publicRoot)).toBe(vectors.publicRoot.hash);
    expect(verifier.isSealed(vectors.publicRoot.hash, vectors.publicRoot.seal, key)).toBe(true);
  });

  const python = ['python3', 'python'].find((name) => spawnSync(name, ['--version']).status === 0);

  it.skipIf(python === undefined)(
    'are reproduced by a second implementation in Python, which finds each change of them',
    { timeout: 120_000 },
    () => {
      const program = fileURLToPath(new URL('verify.py', import.meta.url));
      const run = spawnSync(python ?? '', [program, fileURLToPath(vectorsFile)], { encoding: 'utf8' });
      expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: '' });
      expect(run.stdout).toMatch(/^vectors: \d+ checks, 0 failed; changes: (\d+) of \1 found\n$/);
    },
  );
});
