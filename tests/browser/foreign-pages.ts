import { once } from 'node:events';
import { createServer } from 'node:http';
import type { BrowserContext, Page } from 'playwright-core';

/** Pages of somebody else on this machine: an origin that is neither the portal's nor ours. */
export interface ForeignPages {
  /** Posts these fields to an address, into a frame or into the window itself. */
  formPage(target: 'frame' | '_self', url: string, fields: Readonly<Record<string, string>>): string;
  /** Frames another site that sets a cookie and says whether it comes back. */
  readonly cookieProbe: string;
  close(): Promise<void>;
}

export async function openForeignPages(): Promise<ForeignPages> {
  const pages = new Map<string, string>();
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (path === '/set') response.setHeader('set-cookie', 'probe=1; SameSite=None; Secure; Path=/');
    if (path === '/set') return void response.end('<script>location.href = "/seen"</script>');
    if (path === '/seen') return void response.end(`<p id="seen">${request.headers.cookie ?? 'none'}</p>`);
    response.end(pages.get(path) ?? `<iframe src="http://127.0.0.1:${portOf()}/set"></iframe>`);
  }).listen(0);
  await once(server, 'listening');
  const portOf = (): number => (server.address() as { port: number }).port;
  const origin = `http://localhost:${portOf()}`;
  return {
    cookieProbe: `${origin}/probe`,
    formPage: (target, url, fields) => {
      const path = `/form-${pages.size}`;
      const inputs = Object.entries(fields).map(
        ([name, value]) => `<input type="hidden" name="${name}" value="${value.replaceAll('"', '&quot;')}">`,
      );
      const frame = target === 'frame' ? '<iframe name="frame" width="900" height="600"></iframe>' : '';
      const form = `<form method="post" action="${url.replaceAll('&', '&amp;')}" target="${target}">${inputs.join('')}</form>`;
      pages.set(path, `<!doctype html><title>foreign</title>${frame}${form}<script>document.forms[0].submit()</script>`);
      return origin + path;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The browser keeps no cookies of third parties from the next navigation on. */
export async function blockForeignCookies(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send(
    'Network.setCookieControls' as 'Network.enable',
    {
      enableThirdPartyCookieRestriction: true,
      disableThirdPartyCookieMetadata: true,
      disableThirdPartyCookieHeuristics: true,
    } as never,
  );
}
