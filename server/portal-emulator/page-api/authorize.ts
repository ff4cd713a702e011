import type { Portal } from '../portal.ts';
import { PortalRefusal } from '../portal-refusal.ts';
import { readPerson } from './page-session.ts';

/** `/oauth/authorize/`: sends the person to the registered address with a code; the address never comes from the request. */
export function authorize(portal: Portal, request: Request): Response {
  const query = new URL(request.url).searchParams;
  const { application, portalOrigin, oauthOrigin, memberId } = portal.options;
  if (query.get('client_id') !== application.clientId) throw new PortalRefusal('not-found', 'the application is not known here');
  if (!portal.state.isInstalled) throw new PortalRefusal('not-installed', 'the application is not installed');
  const back = new URL(application.handlerUrl);
  back.searchParams.set('code', portal.tokens.issueCode(readPerson(portal, request).id));
  back.searchParams.set('state', query.get('state') ?? '');
  back.searchParams.set('domain', new URL(portalOrigin).host);
  back.searchParams.set('member_id', memberId);
  back.searchParams.set('scope', application.scopes.join(','));
  back.searchParams.set('server_domain', new URL(oauthOrigin).host);
  return new Response(null, { status: 302, headers: { location: back.href } });
}
