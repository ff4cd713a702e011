import type { Log } from '#kernel/log.ts';
import type { SyncStatus } from './sync-status.ts';

const everyMs = 10_000;

/** Tells the log how far first loads are, at most every ten seconds a portal, and their ends. */
export function createLoadLog(log: Log, systemClock: () => Date) {
  const toldMs = new Map<bigint, number>();
  return {
    isDue: (portalId: bigint): boolean => systemClock().getTime() - (toldMs.get(portalId) ?? 0) >= everyMs,
    tell: (portalId: bigint, status: SyncStatus): void => {
      toldMs.set(portalId, systemClock().getTime());
      const { rows, expectedRows, rowsPerSecond, secondsLeft, isMonthReady } = status;
      const entity = status.entities.find(({ state }) => state === 'loading')?.entity ?? null;
      log.info(
        { portalId: String(portalId), state: status.state, entity, rows, expectedRows, rowsPerSecond, secondsLeft, isMonthReady },
        'first load',
      );
      if (status.state === 'ready') toldMs.delete(portalId);
    },
  };
}
