import type { BatteryPortal, Params } from './battery-portal.ts';

interface OwnRecord {
  /** Makes one and returns its id. */
  make(portal: BatteryPortal): Promise<unknown>;
  /** Deletes what was made last. */
  drop(portal: BatteryPortal): Promise<unknown>;
}

interface HowTo {
  readonly add: string;
  readonly remove: string;
  /** Of both calls: `entityTypeId` of the universal ones. */
  readonly about?: Params;
  readonly fields: Params;
}

/** A record of the battery's own, to be changed or deleted: nothing of a portal's is touched. */
export function ownRecord({ add, remove, about = {}, fields }: HowTo): OwnRecord {
  let id: unknown;
  return {
    async make(portal) {
      const { result } = (await portal.call(add, { ...about, fields })).body;
      id = typeof result === 'object' && result !== null ? (result as { item: { id: unknown } }).item.id : result;
      return id;
    },
    drop: (portal) => portal.call(remove, { ...about, id }),
  };
}
