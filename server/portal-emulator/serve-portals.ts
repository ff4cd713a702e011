import { ConnectionReset } from './connection-reset.ts';
import { replyHtml } from './html-reply.ts';
import { replyJson } from './json-reply.ts';
import { serveOAuth } from './oauth.ts';
import { servePage } from './page-api/serve-page.ts';
import type { Portal } from './portal.ts';
import { portalHost } from './portal-address.ts';
import { serveRest } from './serve-rest.ts';

/** Serves the authorization server and every portal that it knows, told apart by the request's host. */
export async function servePortals(portals: readonly [Portal, ...Portal[]], request: Request): Promise<Response> {
  try {
    const [{ options, surroundings }] = portals;
    if (options.pace) await surroundings.sleep(options.pace.latencyMs);
    return await route(portals, request);
  } catch (error) {
    if (error instanceof ConnectionReset) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    return replyJson(500, { error: 'INTERNAL_SERVER_ERROR', error_description: reason });
  }
}

async function route(portals: readonly [Portal, ...Portal[]], request: Request): Promise<Response> {
  const url = new URL(request.url);
  const [first] = portals;
  if (url.host === new URL(first.options.oauthOrigin).host) return first.faults.serve('oauth', () => serveOAuth(portals, request));
  const portal = portals.find((candidate) => portalHost(candidate) === url.host);
  if (portal) return servePortal(portal, url, request);
  const moved = portals.find(({ state }) => state.formerOrigins.some((origin) => new URL(origin).host === url.host));
  if (!moved) return replyHtml(404, 'Not Found');
  const headers = { location: `${moved.state.origin}${url.pathname}${url.search}` };
  return new Response(null, { status: 302, headers });
}

async function servePortal(portal: Portal, url: URL, request: Request): Promise<Response> {
  if (/^\/+rest(\/|$)/.test(url.pathname)) return portal.faults.serve('rest', () => serveRest(portal, request));
  return portal.state.isDeleted ? replyHtml(404, 'Not Found') : servePage(portal, request);
}
