import type { Store } from '#store/open-store.ts';

export type NotReady = 'draining' | 'the store does not answer' | 'the keys do not work';

/** Whether this process should be sent requests. Portals that do not answer are no reason against it. */
export interface Readiness {
  find(): Promise<NotReady | undefined>;
  readonly isDraining: boolean;
  /** From now on it is not ready, whatever works. */
  drain(): void;
}

const storeMs = 500;

export function createReadiness({ store, areKeysWorking }: { store: Pick<Store, 'ping'>; areKeysWorking: () => boolean }): Readiness {
  let isDraining = false;
  return {
    get isDraining() {
      return isDraining;
    },
    drain: () => void (isDraining = true),
    find: async () => {
      if (isDraining) return 'draining';
      if (!areKeysWorking()) return 'the keys do not work';
      return (await answers(store)) ? undefined : 'the store does not answer';
    },
  };
}

async function answers(store: Pick<Store, 'ping'>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), storeMs)));
  const ping = store.ping().then(
    () => true,
    () => false,
  );
  return Promise.race([ping, late]).finally(() => clearTimeout(timer));
}
