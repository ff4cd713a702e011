import { isRecord, type Parameters } from '../nested-parameters.ts';

const reference = /\$result((?:\[[^\]]*\])+)/g;
const wholeReference = /^\$result((?:\[[^\]]*\])+)$/;

/** Replaces `$result[key][0][ID]` in a command's parameters by what earlier commands answered. */
export function resolveReferences(parameters: Parameters, results: ReadonlyMap<string, unknown>): Parameters {
  const resolved = resolve(parameters, results);
  return isRecord(resolved) ? resolved : {};
}

function resolve(value: unknown, results: ReadonlyMap<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, results));
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, results)]));
  if (typeof value !== 'string') return value;
  const whole = wholeReference.exec(value);
  if (whole) return follow(whole[1] ?? '', results);
  return value.replace(reference, (_, path: string) => {
    const found = follow(path, results);
    return typeof found === 'object' ? '' : String(found ?? '');
  });
}

/** A path that leads nowhere stops at the last level that exists, as the platform does. */
function follow(path: string, results: ReadonlyMap<string, unknown>): unknown {
  const [first = '', ...rest] = [...path.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '');
  let found: unknown = results.get(first) ?? null;
  for (const key of rest) {
    const container: unknown = found;
    if (typeof container !== 'object' || container === null || !Object.hasOwn(container, key)) break;
    found = (container as Record<string, unknown>)[key];
  }
  return found;
}
