import type { DataHealth } from '#contract/data-health.ts';
import { busiestByKind, operatingLimitSeconds, operatingNow, type LimitKind } from '#domain/data-health.ts';
import { listMethodTimes } from '#store/data-health.ts';
import type { PortalContext } from './portal-context.ts';

/** These are always shown, busy or not. */
const mainKinds: readonly LimitKind[] = ['calls', 'deals', 'stage-moves', 'activities'];

/** Others only when they are worth a look. */
const worthShare = 0.05;

/** Times of methods are of the system's clock; people see them in the portal's calendar. */
export async function readOperatingLimit({ tx, now }: Pick<PortalContext, 'tx' | 'now'>, systemNow: Date): Promise<DataHealth['limit']> {
  const uses = (await listMethodTimes(tx)).map((time) => ({
    ...time,
    seconds: operatingNow(time.seconds, time.notedAt.getTime(), systemNow.getTime()),
  }));
  const busiest = busiestByKind(uses);
  const busy = [...busiest].flatMap(([kind, use]) => (use.seconds >= worthShare * operatingLimitSeconds ? [kind] : []));
  const kinds = [...new Set([...mainKinds, ...busy])].map((kind) => {
    const use = busiest.get(kind);
    const parkedForMs = (use?.parkedUntil?.getTime() ?? 0) - systemNow.getTime();
    return {
      kind,
      method: use?.method ?? '',
      seconds: use?.seconds ?? 0,
      share: (use?.seconds ?? 0) / operatingLimitSeconds,
      parkedUntil: parkedForMs > 0 ? new Date(now.getTime() + parkedForMs).toISOString() : null,
    };
  });
  return {
    limitSeconds: operatingLimitSeconds,
    share: kinds.reduce((total, kind) => total + kind.share, 0) / kinds.length,
    kinds: kinds.toSorted((left, right) => right.seconds - left.seconds),
  };
}
