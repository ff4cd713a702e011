import { hostPortalEmulator } from '#portal-emulator/host-portal-emulator.ts';
import type { PortalEmulatorOptions } from '#portal-emulator/emulator-options.ts';
import { vi } from 'vitest';
import { findFreePorts } from '#support/free-ports.ts';
import { openInstalledPortal, openPortal, type PortalUnderTest } from './portal-under-test.ts';

export interface SeenRequest {
  readonly path: string;
  readonly status: number;
  readonly at: number;
}

export interface HostedEmulator {
  readonly portal: PortalUnderTest;
  /** What clients have asked of REST and OAuth since the last `forget`. */
  readonly requests: SeenRequest[];
  /** Whether a request is being answered. */
  readonly isBusy: boolean;
  forget(): void;
  /** Done before the portal is handed a request. */
  beforeEach(work: (path: string) => Promise<unknown> | undefined): void;
  close(): Promise<void>;
}

/** The emulator on two ports of this machine, where any client can be pointed at it. */
export async function hostEmulator(changes: Partial<PortalEmulatorOptions> & { isFresh?: boolean } = {}): Promise<HostedEmulator> {
  const { isFresh = false, ...options } = changes;
  const [portalPort, oauthPort] = await findFreePorts(2);
  const origins = { portalOrigin: `http://localhost:${portalPort}`, oauthOrigin: `http://localhost:${oauthPort}` };
  const portal = isFresh ? openPortal({ ...options, ...origins }) : openInstalledPortal({ ...options, ...origins });
  const requests: SeenRequest[] = [];
  let underWay = 0;
  let before: (path: string) => Promise<unknown> | undefined = () => undefined;
  const handle = async (request: Request): Promise<Response> => {
    const at = Date.now();
    underWay += 1;
    const path = new URL(request.url).pathname;
    await before(path);
    const response = await portal.emulator.handle(request).finally(() => (underWay -= 1));
    if (request.method === 'POST' || request.method === 'GET') requests.push({ path, status: response.status, at });
    return response;
  };
  const host = await hostPortalEmulator({ handle }, portal.options);
  return {
    portal,
    requests,
    get isBusy() {
      return underWay > 0;
    },
    forget: () => void requests.splice(0),
    beforeEach: (work) => (before = work),
    close: async () => {
      await host.close();
      await portal.emulator.close();
    },
  };
}

const realMsATurn = 5;

/** Waits for work on a clock that is turned on as fast as the work allows: waits of minutes pass in moments, answers take no time. */
export async function turnClockUntil<Value>(host: HostedEmulator, work: Promise<Value>): Promise<Value> {
  let isDone = false;
  void work.catch(() => undefined).then(() => (isDone = true));
  while (!isDone) {
    // Requests travel over real sockets and are given real time before the clock is turned on.
    const turnAtMs = performance.now() + realMsATurn;
    while (!isDone && (host.isBusy || performance.now() < turnAtMs)) await new Promise((resolve) => setImmediate(resolve));
    if (!isDone) await vi.advanceTimersByTimeAsync(50);
  }
  return work;
}

export function stopClock(): void {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
}
