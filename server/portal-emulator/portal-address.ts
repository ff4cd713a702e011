interface Addressed {
  readonly state: { readonly origin: string };
}

export function portalHost({ state }: Addressed): string {
  return new URL(state.origin).host;
}

/** With its trailing slash, as Bitrix24 writes it. */
export function clientEndpoint({ state }: Addressed): string {
  return `${state.origin}/rest/`;
}

export function serverEndpoint({ options }: { readonly options: { readonly oauthOrigin: string } }): string {
  return `${options.oauthOrigin}/rest/`;
}
