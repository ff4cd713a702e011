import type { z } from 'zod';
import { app as manifest } from '#manifest/app.ts';
import { isUpload, type Endpoint } from '#contract/endpoint.ts';
import { endpoints } from '#contract/endpoints.ts';
import { mutateWorkbook } from '../../documents/mutate-workbook.ts';
import type { Choice } from '../seeded-choice.ts';
import { hostileJsonValue, hostileNames, hostileTexts } from './hostile-values.ts';
import { sampleFields } from './sample-fields.ts';

export interface HostileRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
}

/** What whoever attacks may hold: real forms of portals, and tokens of people. */
export interface Loot {
  form(choice: Choice): Record<string, string>;
  readonly tokens: readonly string[];
  readonly memberIds: readonly string[];
  /** A workbook as the service has written it. */
  readonly workbook: Buffer;
}

export type RequestClass = 'pages' | 'installer' | 'event' | 'reading' | 'changing' | 'upload' | 'session';

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };

export function createRequest(of: RequestClass, choice: Choice, loot: Loot): HostileRequest {
  switch (of) {
    case 'pages':
      return postForm(choice, manifest.handlerPath, loot.form(choice));
    case 'installer':
      return postForm(choice, manifest.installerPath, loot.form(choice));
    case 'event':
      return postForm(choice, manifest.eventPath, eventFields(choice, loot));
    case 'session':
      return callEndpoint(choice, endpoints.renewSession, loot);
    case 'reading':
      return callEndpoint(choice, choice.oneOf(listed(true)), loot);
    case 'changing':
      return callEndpoint(choice, choice.oneOf(listed(false)), loot);
    case 'upload':
      return callEndpoint(choice, choice.oneOf(listed(false).filter(isUpload)), loot);
  }
}

const listed = (isReading: boolean): Endpoint[] =>
  Object.values(endpoints).filter((endpoint: Endpoint) => endpoint.path !== '/api/session' && (endpoint.method === 'GET') === isReading);

function eventFields(choice: Choice, loot: Loot): Record<string, string> {
  return {
    event: choice.oneOf([
      'ONCRMDEALUPDATE',
      'ONAPPINSTALL',
      'ONAPPUPDATE',
      'ONAPPUNINSTALL',
      'ONTASKADD',
      'ONVOXIMPLANTCALLEND',
      'ONCRMDYNAMICITEMADD_31',
    ]),
    'data[FIELDS][ID]': choice.oneOf(['7', ...hostileTexts]),
    'data[FIELDS_AFTER][ID]': '3',
    ts: '1800000000',
    'auth[member_id]': choice.oneOf(loot.memberIds),
    'auth[application_token]': 'a'.repeat(32),
    'auth[refresh_token]': 'made-up',
    'auth[server_endpoint]': choice.oneOf(['http://localhost:4302/rest/', 'http://localhost:4666/rest/', ...hostileTexts]),
  };
}

/** A form with some of its fields exchanged, doubled, nested or missing. */
function postForm(choice: Choice, path: string, fields: Record<string, string>): HostileRequest {
  const pairs = Object.entries(fields);
  const times = 1 + choice.below(3);
  for (let time = 0; time < times; time += 1) spoil(choice, pairs);
  const text = pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
  return { method: 'POST', path, headers: choice.isChosen(0.06) ? strangeType(choice) : form, body: cutOrGrow(choice, text) };
}

function spoil(choice: Choice, pairs: [string, string][]): void {
  const pair = choice.oneOf(pairs);
  const kinds: (() => unknown)[] = [
    () => (pair[1] = choice.oneOf(hostileTexts)),
    () => pairs.push([pair[0], choice.oneOf(hostileTexts)]),
    () => (pair[0] = `${pair[0]}[]`),
    () => (pair[0] = `${pair[0]}[${choice.oneOf(hostileNames)}]`),
    () => pairs.push([choice.oneOf(hostileNames), choice.oneOf(hostileTexts)]),
    () => pairs.length > 1 && pairs.splice(pairs.indexOf(pair), 1),
    () => pairs.push([`a${'[b]'.repeat(1 + choice.below(40))}`, '1']),
  ];
  choice.oneOf(kinds)();
}

/** An endpoint called with a request that is right but for a few things. */
function callEndpoint(choice: Choice, endpoint: Endpoint<z.ZodType>, loot: Loot): HostileRequest {
  const fields = new Map(
    Object.entries(sampleFields(endpoint, choice, loot.memberIds)).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  const times = choice.below(4);
  for (let time = 0; time < times; time += 1) {
    const name = choice.oneOf([...fields.keys(), ...hostileNames]);
    if (choice.isChosen(0.15)) fields.delete(name);
    else fields.set(name, hostileJsonValue(choice));
  }
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = fields.get(name) ?? '""';
    fields.delete(name);
    return encode(bare(value)).slice(0, 2000) || '%20';
  });
  const headers = { ...authorization(choice, loot) };
  if (endpoint.method === 'GET' || endpoint.method === 'DELETE') {
    const query = [...fields].map(([name, value]) => `${encode(name)}=${encode(bare(value))}`);
    const doubled = choice.isChosen(0.2) ? [...query, ...query.slice(0, 1)] : query;
    const broken = choice.isChosen(0.05) ? ['%zz=%', 'a[b]=1'] : [];
    return { method: endpoint.method, path: `${path}?${[...doubled, ...broken].join('&').slice(0, 9000)}`, headers, body: null };
  }
  if (isUpload(endpoint)) {
    const type = choice.isChosen(0.08) ? strangeType(choice) : { 'content-type': endpoint.body?.mediaType ?? '' };
    const body = choice.isChosen(0.1) ? loot.workbook : mutateWorkbook(choice, loot.workbook);
    return { method: endpoint.method, path, headers: { ...headers, ...type }, body };
  }
  const text = `{${[...fields].map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
  const isPlain = !choice.isChosen(0.08);
  return {
    method: endpoint.method,
    path,
    headers: { ...headers, ...(isPlain ? json : strangeType(choice)) },
    body: cutOrGrow(choice, text),
  };
}

function authorization(choice: Choice, loot: Loot): Record<string, string> {
  const token = choice.oneOf(loot.tokens);
  if (choice.isChosen(0.8)) return { authorization: `Bearer ${token}` };
  const strange = [
    'Bearer ',
    `bearer ${token}`,
    `Bearer ${token}x`,
    `Bearer ${token} ${token}`,
    'Basic YTpi',
    `Bearer ${'a.'.repeat(900)}`,
    `Bearer ${token.slice(0, -3)}AAA`,
  ];
  return choice.isChosen(0.3) ? {} : { authorization: choice.oneOf(strange) };
}

const strangeType = (choice: Choice): Record<string, string> => ({
  'content-type': choice.oneOf([
    'text/plain',
    'application/json; charset=klingon',
    'application/json; charset=utf-16le',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/x-www-form-urlencoded',
    'x',
  ]),
});

function cutOrGrow(choice: Choice, text: string): string {
  if (choice.isChosen(0.04)) return text.slice(0, choice.below(text.length));
  if (choice.isChosen(0.01)) return text + ' '.repeat(300_000);
  if (choice.isChosen(0.02)) return choice.oneOf(['[[[[1]]]]', 'null', '"text"', '', '{"a":'.repeat(5000), '[1,', '\u0000', '&&&&=&=']);
  return text;
}

const bare = (value: string): string => (value.startsWith('"') ? (JSON.parse(value) as string) : value);

/** Lone halves of characters cannot be encoded: they go as the bytes that a careless encoder makes. */
const encode = (text: string): string => (text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80');
