import type { Portal } from '../portal.ts';
import type { Parameters } from '../nested-parameters.ts';
import type { PortalUser } from '../portal-data.ts';

export interface RestCall {
  readonly portal: Portal;
  readonly user: PortalUser;
  readonly parameters: Parameters;
  readonly scopes: ReadonlySet<string>;
  /** An application's token or an incoming webhook. */
  readonly caller: 'application' | 'webhook';
}

export interface RestReply {
  readonly result: unknown;
  readonly total?: number;
  readonly next?: number;
}

export interface RestMethod {
  /** Permission the token needs; any of the list is enough, an empty list asks for none. */
  readonly scopes: readonly string[];
  /** Incoming webhooks are refused. */
  readonly needsApplication?: boolean;
  readonly needsAdmin?: boolean;
  answer(call: RestCall): RestReply;
}

export type RestMethods = Readonly<Record<string, RestMethod>>;
