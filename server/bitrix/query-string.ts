export type QueryValue = string | number | bigint | boolean | null | readonly QueryValue[] | { readonly [key: string]: QueryValue };
export type Params = Readonly<Record<string, QueryValue>>;

/** PHP's nested form, `filter[>id]=5&select[0]=id`, as commands of a batch need it; null and empty lists are left out. */
export function toQueryString(params: Params): string {
  return flatten(params, '')
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join('&');
}

function flatten(value: QueryValue, path: string): [string, string][] {
  if (value === null) return [];
  if (typeof value !== 'object') return [[path, typeof value === 'boolean' ? (value ? '1' : '0') : String(value)]];
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner as QueryValue, path === '' ? key : `${path}[${key}]`));
}
