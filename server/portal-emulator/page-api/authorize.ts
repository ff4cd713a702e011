import { isPaymentBlocked, scopesOf } from '../installation.ts';
import { findInstallation, type Portal } from '../portal.ts';
import { portalHost } from '../portal-address.ts';
import { replyHtml } from '../html-reply.ts';
import { readPerson } from './page-session.ts';

/** `/oauth/authorize/`: sends the person to the registered address with a code; the address never comes from the request, and a refusal is a page of the portal. */
export function authorize(portal: Portal, request: Request): Response {
  const query = new URL(request.url).searchParams;
  const installation = findInstallation(portal, query.get('client_id') ?? '');
  if (installation?.stage !== 'installed') return replyHtml(403, 'Application not installed');
  if (isPaymentBlocked(installation)) return replyHtml(402, 'Payment required');
  const { clientId, handlerUrl } = installation.application;
  const back = new URL(handlerUrl);
  back.searchParams.set('code', portal.tokens.issueCode({ clientId, userId: readPerson(portal, request).id }));
  back.searchParams.set('state', query.get('state') ?? '');
  back.searchParams.set('domain', portalHost(portal));
  back.searchParams.set('member_id', portal.options.memberId);
  back.searchParams.set('scope', scopesOf(installation).join(','));
  back.searchParams.set('server_domain', new URL(portal.options.oauthOrigin).host);
  return new Response(null, { status: 302, headers: { location: back.href } });
}
