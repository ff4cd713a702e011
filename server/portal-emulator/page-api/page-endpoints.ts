import { changeDeal } from '../deal-changes.ts';
import { replyJson } from '../json-reply.ts';
import { changeLead } from '../lead-changes.ts';
import { openFrame } from '../open-frame.ts';
import type { Portal } from '../portal.ts';
import type { PortalUser } from '../portal-data.ts';
import { PortalRefusal } from '../portal-refusal.ts';
import { makeWebhook } from '../webhook.ts';
import { listChoices } from './crm-choices.ts';
import { describeDeal, listDeals } from './deal-cards.ts';
import { runFrameCommand } from './frame-commands.ts';
import { describeLead, listLeads } from './lead-cards.ts';
import { choiceQuery, dealChange, frameCommand, frameWish, leadChange, recordQuery, signIn, type RecordQuery } from './page-requests.ts';
import { readPerson, writePersonCookie } from './page-session.ts';
import { describePortal } from './portal-overview.ts';

interface PageCall {
  readonly portal: Portal;
  readonly me: PortalUser;
  readonly url: URL;
  /** What the path names: an id or a command. */
  readonly name: string;
  readonly language: 'ru' | 'en';
  /** Path and query of the page that asks, where the browser told it. */
  readonly pageUri: string | undefined;
  readonly readBody: () => Promise<unknown>;
}

type Answer = (call: PageCall) => unknown;

const endpoints: readonly (readonly [method: string, path: RegExp, answer: Answer])[] = [
  ['GET', /^state$/, ({ portal, me, language }) => describePortal(portal, me, language)],
  ['GET', /^deals$/, ({ portal, me, url }) => listDeals(portal, me, readQuery(url))],
  ['GET', /^deals\/(\d+)$/, ({ portal, me, name }) => describeDeal(portal, me, Number(name))],
  ['PATCH', /^deals\/(\d+)$/, patchDeal],
  ['GET', /^leads$/, ({ portal, me, url }) => listLeads(portal, me, readQuery(url))],
  ['GET', /^leads\/(\d+)$/, ({ portal, me, name }) => describeLead(portal, me, Number(name))],
  ['PATCH', /^leads\/(\d+)$/, patchLead],
  ['GET', /^choices$/, ({ portal, me, url }) => listChoices(portal, me, choiceQuery.parse(Object.fromEntries(url.searchParams)))],
  ['POST', /^frames$/, postFrame],
  ['POST', /^commands\/(\w+)$/, runCommand],
  ['POST', /^sign-in$/, chooseMe],
  ['POST', /^webhooks$/, ({ portal, me }) => ({ url: makeWebhook(portal, me.id) })],
  ['POST', /^start-over$/, ({ portal }) => startOver(portal)],
];

export async function answerPageApi(portal: Portal, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const path = url.pathname.slice('/portal-api/'.length);
  for (const [method, pattern, answer] of endpoints) {
    const match = pattern.exec(path);
    if (!match || method !== request.method) continue;
    const language = readLanguage(portal, request);
    const me = readPerson(portal, request);
    const pageUri = readPageUri(portal, request);
    const found: unknown = await answer({ portal, me, url, name: match[1] ?? '', language, pageUri, readBody: () => readJson(request) });
    return found instanceof Response ? found : replyJson(200, found);
  }
  throw new PortalRefusal('not-found', `${request.method} ${path} is not known`);
}

async function patchDeal({ portal, me, name, readBody }: PageCall): Promise<unknown> {
  changeDeal(portal, me, Number(name), dealChange.parse(await readBody()));
  return describeDeal(portal, me, Number(name));
}

async function patchLead({ portal, me, name, readBody }: PageCall): Promise<unknown> {
  changeLead(portal, me, Number(name), leadChange.parse(await readBody()));
  return describeLead(portal, me, Number(name));
}

async function postFrame({ portal, me, pageUri, readBody }: PageCall): Promise<unknown> {
  const wish = frameWish.parse(await readBody());
  return openFrame(portal, { userId: me.id, ...wish, ...(pageUri === undefined ? {} : { pageUri }) });
}

async function runCommand({ portal, me, name, readBody }: PageCall): Promise<unknown> {
  return { reply: runFrameCommand(portal, me, name, frameCommand.parse(await readBody())) };
}

async function chooseMe({ portal, readBody }: PageCall): Promise<Response> {
  const { userId } = signIn.parse(await readBody());
  if (portal.state.users.get(userId)?.isActive !== true) throw new PortalRefusal('unknown-person', `person ${userId} is not in the portal`);
  return replyJson(200, {}, { 'set-cookie': writePersonCookie(userId) });
}

async function startOver(portal: Portal): Promise<unknown> {
  const { onStartOver } = portal.options;
  if (!onStartOver) throw new PortalRefusal('not-allowed', 'this portal cannot start over');
  await onStartOver();
  return {};
}

function readQuery(url: URL): RecordQuery {
  return recordQuery.parse(Object.fromEntries(url.searchParams));
}

async function readJson(request: Request): Promise<unknown> {
  const text = await request.text();
  return text === '' ? {} : JSON.parse(text);
}

function readPageUri(portal: Portal, request: Request): string | undefined {
  const referrer = URL.parse(request.headers.get('referer') ?? '');
  return referrer?.origin === portal.state.origin ? referrer.pathname + referrer.search : undefined;
}

function readLanguage(portal: Portal, request: Request): 'ru' | 'en' {
  const wanted = (request.headers.get('accept-language') ?? '').slice(0, 2).toLowerCase();
  return wanted === 'ru' || wanted === 'en' ? wanted : portal.state.data.language;
}
