import { vi } from 'vitest';

/** Asks again until it is so: a view that is fetched when it is first shown takes its time on a machine that runs other tests. */
export const patiently = (check: () => void): Promise<void> => vi.waitFor(check, 15_000);
