import { z } from 'zod';
import { getSyncStatus, type SyncStatus } from '#contract/sync-status.ts';
import { openPage, visit, type Frame, type Visitor } from '#demo/visitor.ts';
import { until, type Product } from './start-product.ts';

const FrameRequest = z.object({ url: z.url(), appSid: z.string(), fields: z.record(z.string(), z.string()) });
type OpenedFrame = z.infer<typeof FrameRequest>;

/** Asks the portal's page for a frame, as its own script does. */
async function openFrameOf(
  product: Product,
  userId: number,
  placement = 'DEFAULT',
  options: Record<string, string> = {},
): Promise<OpenedFrame> {
  return FrameRequest.parse(await askPortal(product, userId, 'frames', { placement, options }));
}

/** A person in a frame: what the page got and what it may ask. */
export async function visitAs(product: Product, userId: number, placement?: string, options?: Record<string, string>): Promise<Visitor> {
  return visit(product.appUrl, await openFrameOf(product, userId, placement, options));
}

/** The administrator opens the installer, and its page tells the portal that it is over. */
export async function installAs(product: Product, adminId: number): Promise<void> {
  const frame: Frame & { appSid: string } = await openFrameOf(product, adminId);
  const boot = await openPage(frame);
  if (boot.view !== 'install') throw new Error(`The installer did not open: ${boot.notice?.reason ?? boot.view}`);
  await askPortal(product, adminId, 'commands/setInstallFinish', { appSid: frame.appSid });
}

/** One request of the portal's own page. */
async function askPortal(product: Product, userId: number, path: string, body: unknown, method = 'POST'): Promise<unknown> {
  const answer = await fetch(`${product.portalUrl}/portal-api/${path}`, {
    method,
    headers: { cookie: `portal_user=${userId}`, origin: product.portalUrl, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
  return JSON.parse(text) as unknown;
}

/** Waits for the end of the first load and returns its last status. */
export async function untilLoaded(visitor: Visitor, timeoutMs = 120_000): Promise<SyncStatus> {
  let status: SyncStatus | undefined;
  const isLoaded = async (): Promise<boolean> => {
    status = await visitor.call(getSyncStatus, {});
    return status.state === 'ready';
  };
  await until(isLoaded, timeoutMs, () => `the first load did not end: ${JSON.stringify(status)}`);
  if (status === undefined) throw new Error('There is no status');
  return status;
}
