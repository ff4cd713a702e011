import type { RestExchange } from './rest-watch.ts';

/** What is kept of a request and its answer: names of fields, ids, dates, codes and flags; of everything else only that it was there. */
export interface MaskedExchange {
  readonly at: string;
  readonly method: string;
  readonly params: string;
  readonly status: number | null;
  readonly outcome: RestExchange['outcome'];
  readonly code: string | null;
  readonly ms: number;
  readonly operating: number | null;
  readonly answer: string;
}

export const longestKept = 2048;

export function maskExchange(exchange: RestExchange): MaskedExchange {
  return {
    at: exchange.startedAt.toISOString(),
    method: exchange.method,
    params: writeMasked(exchange.params),
    status: exchange.status,
    outcome: exchange.outcome,
    code: exchange.code === null ? null : keep(/^[\w.-]{1,60}$/, exchange.code, '[code]'),
    ms: Math.round(exchange.seconds * 1000),
    operating: exchange.operating,
    answer: exchange.answer === undefined ? '' : writeMasked(exchange.answer),
  };
}

/** JSON with its values masked, cut at 2 KB: the walk ends there, however large the value is. */
function writeMasked(value: unknown): string {
  const pieces: string[] = [];
  let size = 0;
  const put = (text: string): void => {
    pieces.push(text);
    size += text.length;
  };
  const walk = (inner: unknown, key: string, depth: number): void => {
    if (size > longestKept || depth > 12) return;
    if (typeof inner !== 'object' || inner === null) return put(JSON.stringify(maskValue(key, inner)) ?? 'null');
    const isList = Array.isArray(inner);
    put(isList ? '[' : '{');
    let count = 0;
    for (const name in inner) {
      if (size > longestKept) break;
      if (count > 0) put(',');
      count += 1;
      if (!isList) put(`${JSON.stringify(maskKey(name))}:`);
      // Items of a list are of the kind that the list is named for.
      walk((inner as Record<string, unknown>)[name], isList ? key : name, depth + 1);
    }
    put(isList ? ']' : '}');
  };
  walk(value, '', 0);
  const text = pieces.join('');
  return text.length > longestKept ? `${text.slice(0, longestKept - 1)}…` : text;
}

const maskKey = (key: string): string => keep(/^[@!%<>=]{0,3}[A-Za-z_]\w{0,60}$|^\d{1,9}$/, key, '[key]');

/** Keys under which numbers count or page and tell of nobody. */
const counting =
  /^(start|limit|halt|total|next|count|order|sort|operating|operating_reset_at|start_time|finish|finish_time|processing|duration)$/i;
const ids = /(^|_)IDS?$|[a-z]Ids?$|^ids?$|(^|_)BY$/;
const codes =
  /^(stage_?id|status_?id|entity_?id|currency(_?id)?|previous_?stage_?id|stage_?semantic_?id|semantics|(owner_|entity_)?type_?id|event|placement|error|active|completed|license_family)$/i;
const fieldLists = /^(select|fields)$/i;
const birthdays = /birth/i;

function maskValue(key: string, value: unknown): unknown {
  const bare = key.replace(/^[@!%<>=]+/, '');
  if (value === undefined || value === null || typeof value === 'boolean') return value ?? null;
  if (typeof value === 'number' || typeof value === 'bigint')
    return counting.test(bare) || isId(bare, String(value)) ? Number(value) : '[number]';
  if (typeof value !== 'string') return '[value]';
  return isHarmless(bare, value) ? value : maskText(value);
}

function isHarmless(key: string, text: string): boolean {
  if (text === '' || /^[YN]$/.test(text) || /^(asc|desc)$/i.test(text) || isId(key, text)) return true;
  if (/^\d{4}-\d\d-\d\d([T ][\d:.+-]{5,20}Z?)?$/.test(text)) return !birthdays.test(key);
  if (fieldLists.test(key)) return /^[A-Za-z_*][\w.*]{0,60}$/.test(text);
  return codes.test(key) && /^[A-Za-z][\w:]{0,39}$/.test(text);
}

/** Ids fit into 32 bits; longer figures may be a phone's. */
const isId = (key: string, digits: string): boolean => ids.test(key) && /^\d{1,10}$/.test(digits) && Number(digits) <= 2_147_483_647;

/** A command of a batch is a method with its parameters, masked one by one. */
function maskText(text: string): string {
  const [, method, query] = /^([a-z][\w.]{2,60})\?(.*)$/s.exec(text) ?? [];
  if (method === undefined || query === undefined) return `[text ${text.length}]`;
  const fields = [...new URLSearchParams(query)].map(([name, value]) => {
    const parts = name.split(/[[\]]+/).filter((part) => part !== '');
    // The last name that is no number of a list tells the kind.
    const kind = parts.findLast((part) => !/^\d+$/.test(part)) ?? '';
    return `${parts.map(maskKey).join('.')}=${String(isHarmless(kind.replace(/^[@!%<>=]+/, ''), value) ? value : '[text]')}`;
  });
  return `${method}?${fields.join('&')}`;
}

const keep = (shape: RegExp, text: string, otherwise: string): string => (shape.test(text) ? text : otherwise);
