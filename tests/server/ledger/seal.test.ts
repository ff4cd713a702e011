import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readSealKey } from '#ledger/seal.ts';
import { vectorKey } from './written-chain.ts';

const hash = '9cb0795a9406bba15ff6eb8d05efb1d5c61355aeff4936aac8346483dcd558d1';
const other = '21ef0fcace753c78249ad2ee034ab2d5c125b2539ef6735a60e3863a1d698aaf';
// Made with OpenSSL's command line over "kurs/seal/v1", a zero byte and the hash.
const seal = 'Bhr7ysLiUDmA5LZ3HTJwNjLY0nWF3CZcAUAHEqFLAUkUZu2UhslaNgM-N_KLq2jyBNiodsQzMs7zPrDoYXwfCw';

describe('a seal', () => {
  it('is the Ed25519 signature of the entry’s hash in the seal’s domain', () => {
    expect(vectorKey.seal(hash)).toBe(seal);
    expect(vectorKey.verify(hash, seal)).toBe(true);
  });

  it('names its key by the fingerprint of the public half', () => {
    expect(vectorKey.keyId).toBe('06e3fd8fda29bb60');
    expect(vectorKey.publicKeyPem).toContain('BEGIN PUBLIC KEY');
  });

  it('belongs to one hash and one key', () => {
    const stranger = readSealKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    expect(vectorKey.verify(other, seal)).toBe(false);
    expect(stranger.verify(hash, seal)).toBe(false);
    expect(vectorKey.verify(hash, stranger.seal(hash))).toBe(false);
  });

  it('is refused when empty, cut or not base64url at all', () => {
    for (const broken of ['', seal.slice(0, -2), '????', `${seal.slice(1)}A`]) expect(vectorKey.verify(hash, broken)).toBe(false);
  });

  it('has one spelling only, so that no character of a stored seal can be changed unnoticed', () => {
    const spellings = [`${seal}==`, ` ${seal}`, seal.replace('-', '+'), seal.replace('_', '/'), `${seal.slice(0, -1)}x`];
    expect(spellings.filter((spelling) => vectorKey.verify(hash, spelling))).toEqual([]);
  });

  it('is not made with another kind of key', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(() => readSealKey(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())).toThrow('Ed25519');
  });
});
