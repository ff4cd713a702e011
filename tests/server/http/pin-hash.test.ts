import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createPinHasher } from '#http/pin-hash.ts';
import { createLog } from '#kernel/log.ts';

const owner = { portalId: 1n, userId: 5n };
const key = randomBytes(32);

describe('the hash of a PIN', () => {
  it('proves the PIN of its owner under the key of the installation, and nothing else', async () => {
    const pins = createPinHasher({ key, cost: 10 });
    const stored = await pins.hash(owner, '702418');
    expect(await pins.verify(owner, '702418', stored)).toBe(true);
    expect(await pins.verify(owner, '702419', stored)).toBe(false);
    expect(await pins.verify({ ...owner, userId: 6n }, '702418', stored)).toBe(false);
    expect(await pins.verify({ ...owner, portalId: 2n }, '702418', stored)).toBe(false);
    expect(await createPinHasher({ key: randomBytes(32), cost: 10 }).verify(owner, '702418', stored)).toBe(false);
    expect(await pins.hash(owner, '702418')).not.toEqual(stored);
  });

  it('costs 128 MiB unless told otherwise, goes on proving cheaper ones, and leaves the event loop free', async () => {
    const pins = createPinHasher({ key });
    const cheap = await createPinHasher({ key, cost: 10 }).hash(owner, '702418');
    let turns = 0;
    let isDone = false;
    const count = (): void => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    const stored = await pins.hash(owner, '702418').finally(() => (isDone = true));
    expect(stored.cost).toBe(17);
    expect(turns).toBeGreaterThan(100);
    expect(await pins.verify(owner, '702418', cheap)).toBe(true);
  });
});

describe('the log', () => {
  it('cuts a PIN out wherever it stands', () => {
    const lines: string[] = [];
    const log = createLog({ level: 'info', lines: { write: (line) => lines.push(line) } });
    log.info({ pin: '702418', body: { pin: '702418', earlierPin: '702418' }, request: { body: { pin: '702418' } } }, 'asked');
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('702418');
  });
});
