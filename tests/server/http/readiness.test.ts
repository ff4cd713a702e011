import { describe, expect, it } from 'vitest';
import { createReadiness } from '#http/readiness.ts';

const well = { ping: async () => undefined };

describe('readiness', () => {
  it('asks for a store that answers soon and for keys that work', async () => {
    expect(await createReadiness({ store: well, areKeysWorking: () => true }).find()).toBeUndefined();
    expect(await createReadiness({ store: well, areKeysWorking: () => false }).find()).toBe('the keys do not work');
    for (const ping of [() => Promise.reject(new Error('away')), () => new Promise<void>(() => undefined)])
      expect(await createReadiness({ store: { ping }, areKeysWorking: () => true }).find()).toBe('the store does not answer');
  });

  it('is over for good when the process is to end', async () => {
    const readiness = createReadiness({ store: well, areKeysWorking: () => true });
    expect(readiness.isDraining).toBe(false);
    readiness.drain();
    expect(readiness.isDraining).toBe(true);
    expect(await readiness.find()).toBe('draining');
  });
});
