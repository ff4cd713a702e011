const allowed = /^\/(crm\/(deal|lead|contact|company|type)|marketplace|company\/personal\/user\/[0-9]+|workgroups\/group\/[0-9]+)\//;

/** Bitrix24 checks the path as it was sent: the SDK puts `/crm/deal/../..` in front of what it opens. */
export function isOpenPathAllowed(path: string): boolean {
  return allowed.test(path);
}

export type OpenedPath =
  | { readonly page: 'deal' | 'lead'; readonly id: number }
  | { readonly page: 'application'; readonly params: Readonly<Record<string, string>> }
  | { readonly page: 'quiet' };

/** Which page of the portal a path leads to once its `..` are gone. */
export function parseOpenedPath(path: string, origin: string): OpenedPath {
  const { pathname, searchParams } = new URL(path, origin);
  const [, kind, id] = /^\/crm\/(deal|lead)\/(?:details|show)\/(\d+)\/?$/.exec(pathname) ?? [];
  if (kind && id) return { page: kind === 'deal' ? 'deal' : 'lead', id: Number(id) };
  if (/^\/marketplace\/(app|view)\//.test(pathname)) return { page: 'application', params: toParams(searchParams) };
  return { page: 'quiet' };
}

/** `params[name]=value`, as a link to an application carries them. */
export function toParams(search: URLSearchParams): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [name, value] of search) {
    const [, key] = /^params\[(.+)\]$/.exec(name) ?? [];
    if (key) params[key] = value;
  }
  return params;
}
