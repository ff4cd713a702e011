/** Parameters of a request after PHP's fashion: `filter[>ID]=5` nests, `a[]=1` appends. */
export type Parameters = Readonly<Record<string, unknown>>;

type Nested = { [key: string]: unknown };

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);
const maxDepth = 12;

export function parseNested(pairs: Iterable<readonly [string, string]>): Parameters {
  const root: Nested = {};
  for (const [name, value] of pairs) {
    const path = splitName(name);
    if (path.length > 0 && path.length <= maxDepth && !path.some((key) => forbiddenKeys.has(key))) place(root, path, value);
  }
  return mapValues(root, withLists);
}

/** Parameter by name whatever its letter case, as most Bitrix24 methods read them. */
export function readParameter(parameters: Parameters, name: string): unknown {
  if (Object.hasOwn(parameters, name)) return parameters[name];
  const wanted = name.toLowerCase();
  const key = Object.keys(parameters).find((candidate) => candidate.toLowerCase() === wanted);
  return key === undefined ? undefined : parameters[key];
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function splitName(name: string): string[] {
  const open = name.indexOf('[');
  if (open <= 0) return name === '' ? [] : [name];
  const inner = [...name.slice(open).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '');
  return [name.slice(0, open), ...inner];
}

function place(root: Nested, path: readonly string[], value: string): void {
  let node = root;
  for (const [depth, part] of path.entries()) {
    const key = part === '' ? String(Object.keys(node).length) : part;
    if (depth === path.length - 1) {
      node[key] = value;
      return;
    }
    const child = node[key];
    const next: Nested = isRecord(child) ? child : {};
    node[key] = next;
    node = next;
  }
}

/** An object whose keys are 0, 1, 2 … is a list. */
function withLists(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const keys = Object.keys(value);
  if (keys.length > 0 && keys.every((key, index) => key === String(index))) return keys.map((key) => withLists(value[key]));
  return mapValues(value, withLists);
}

function mapValues(record: Record<string, unknown>, change: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
