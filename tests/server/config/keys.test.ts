import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeys, readKeys, readSealVerifiers } from '#kernel/keys.ts';
import { retireKeys, rotateKeyFile, type RotatedKind } from '#kernel/rotate-keys.ts';

let folder: string;
const place = (name: string): string => join(folder, name);
const nowMs = Date.now();
const minuteMs = 60_000;
function idsOf(kind: RotatedKind): string[] {
  const ring = readKeys(folder)[kind];
  return ring.all().map(({ keyId }) => keyId);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kurs-keys-'));
  createKeys(folder);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('T28: keys of an installation', () => {
  it('are made for their owner alone, once', () => {
    const made = readdirSync(folder).map((name) => [name, statSync(place(name)).mode & 0o777, readFileSync(place(name), 'utf8')]);
    expect(made.map(([name, mode]) => [name, mode])).toEqual(
      ['fingerprint.key', 'seal.pem', 'secret-text.key', 'session.key'].map((name) => [name, 0o600]),
    );
    createKeys(folder);
    for (const [name, , text] of made) expect(readFileSync(place(String(name)), 'utf8')).toBe(text);
  });

  it.each(['session.key', 'secret-text.key', 'fingerprint.key', 'seal.pem'])('T28: are refused when others may read them: %s', (name) => {
    for (const mode of [0o644, 0o640, 0o604, 0o660]) {
      chmodSync(place(name), mode);
      expect(() => readKeys(folder)).toThrow(`${place(name)} may be read by others`);
    }
    chmodSync(place(name), 0o400);
    expect(() => readKeys(folder)).not.toThrow();
  });

  it.each([
    ['too short', Buffer.alloc(31, 7)],
    ['too long', Buffer.from(Array.from({ length: 33 }, (_, index) => index * 7))],
    ['zeros', Buffer.alloc(32)],
    ['a pattern', Buffer.from('0123456789abcdef'.repeat(4), 'hex')],
    ['words', Buffer.from('please-change-me-before-you-go!!')],
    ['nothing', Buffer.alloc(0)],
  ])('T28: are refused when they cannot be random: %s', (_name, bytes) => {
    writeFileSync(place('secret-text.key'), bytes.toString('base64'));
    expect(() => readKeys(folder)).toThrow(place('secret-text.key'));
  });

  it('T28: are refused when one serves two purposes', () => {
    copyFileSync(place('session.key'), place('secret-text.key'));
    expect(() => readKeys(folder)).toThrow('one key for two purposes');
  });

  it('are refused when one is missing', () => {
    rmSync(place('session.key'));
    expect(() => readKeys(folder)).toThrow('session.key');
  });
});

describe('T28: the change of a key', () => {
  const kinds: readonly RotatedKind[] = ['session', 'secretText', 'seal'];

  it.each(kinds)('brings a new one and keeps the earlier one: %s', (kind) => {
    const before = readKeys(folder)[kind].current().keyId;
    const { from, to } = rotateKeyFile(folder, kind, { nowMs });
    const ring = readKeys(folder)[kind];
    expect(from).toBe(before);
    expect(ring.all().map(({ keyId }) => keyId)).toEqual([to, from]);
    expect(ring.find(from)).toBeDefined();
    for (const name of readdirSync(folder)) expect(`${name} ${statSync(place(name)).mode & 0o777}`).toBe(`${name} ${0o600}`);
  });

  it.each(kinds)('goes on after a kill between its steps: %s', (kind) => {
    const before = readKeys(folder)[kind].current().keyId;
    const dieAt = (step: string) => (done: string) => {
      if (done === step) throw new Error('killed');
    };
    expect(() => rotateKeyFile(folder, kind, { nowMs, onStep: dieAt('kept') })).toThrow('killed');
    expect(idsOf(kind)).toEqual([before]);
    expect(() => rotateKeyFile(folder, kind, { nowMs, onStep: dieAt('renewed') })).toThrow('killed');
    const ring = readKeys(folder)[kind];
    expect(ring.all()).toHaveLength(2);
    expect(ring.current().keyId).not.toBe(before);
    expect(ring.find(before)).toBeDefined();
  });

  it('is noticed by a process that has read the folder before', () => {
    let passedMs = 0;
    const keys = readKeys(folder, { refreshMs: 5000, nowMs: () => passedMs });
    const { from, to } = rotateKeyFile(folder, 'session', { nowMs });
    expect(keys.session.current().keyId).toBe(from);
    passedMs = 1000;
    expect(keys.session.find(to)).toBeDefined();
    passedMs = 6000;
    expect(keys.session.current().keyId).toBe(to);
    writeFileSync(place('session.key'), 'half of a k');
    passedMs = 12_000;
    expect(keys.session.current().keyId).toBe(to);
  });

  it('of sessions leaves two live keys, and waits until nobody holds a token of the third', () => {
    const first = rotateKeyFile(folder, 'session', { nowMs });
    expect(() => rotateKeyFile(folder, 'session', { nowMs: nowMs + 10 * minuteMs })).toThrow('less than 15 minutes ago');
    const second = rotateKeyFile(folder, 'session', { nowMs: nowMs + 16 * minuteMs });
    const ids = readKeys(folder)
      .session.all()
      .map(({ keyId }) => keyId);
    expect(ids).toEqual([second.to, first.to]);
  });

  it('of other keys waits for the end of the one before', () => {
    rotateKeyFile(folder, 'secretText', { nowMs });
    expect(() => rotateKeyFile(folder, 'secretText', { nowMs })).toThrow('retire it first');
  });
});

describe('T28: an earlier key', () => {
  it('is removed when nothing refers to it, and only then', () => {
    const { from } = rotateKeyFile(folder, 'secretText', { nowMs });
    const referredTo = retireKeys(folder, { nowMs, isReferred: () => true });
    expect(referredTo).toEqual({ retired: [], kept: [`secret-text.key ${from}`] });
    expect(readKeys(folder).secretText.find(from)).toBeDefined();
    expect(retireKeys(folder, { nowMs, isReferred: () => false }).retired).toEqual([`secret-text.key ${from}`]);
    expect(readKeys(folder).secretText.find(from)).toBeUndefined();
  });

  it('of sessions is removed after 15 minutes', () => {
    rotateKeyFile(folder, 'session', { nowMs });
    expect(retireKeys(folder, { nowMs: nowMs + 10 * minuteMs, isReferred: () => false }).retired).toEqual([]);
    expect(retireKeys(folder, { nowMs: nowMs + 16 * minuteMs, isReferred: () => false }).retired).toHaveLength(1);
  });

  it('of the seal leaves its public half to whoever verifies', () => {
    const before = readKeys(folder).seal.current();
    const { from } = rotateKeyFile(folder, 'seal', { nowMs });
    retireKeys(folder, { nowMs, isReferred: () => false });
    const files = readdirSync(folder).map((name) => readFileSync(place(name), 'utf8'));
    expect(files.filter((text) => text.includes('PRIVATE KEY'))).toHaveLength(1);
    const [verifier] = readSealVerifiers(folder);
    expect(verifier?.keyId).toBe(from);
    expect(verifier?.verify('ab'.repeat(32), before.seal('ab'.repeat(32)))).toBe(true);
  });
});
