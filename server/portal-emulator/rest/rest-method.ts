import type { Portal } from '../portal.ts';
import type { Parameters } from '../nested-parameters.ts';
import type { PortalUser } from '../portal-data.ts';
import type { RestError } from '../rest-error.ts';

export interface RestCall {
  readonly portal: Portal;
  readonly user: PortalUser;
  readonly parameters: Parameters;
  readonly scopes: ReadonlySet<string>;
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
  /** Where the page has words of its own for one of the two. */
  readonly refuse?: (who: 'webhook' | 'not-admin') => RestError;
  answer(call: RestCall): RestReply;
}

export type RestMethods = Readonly<Record<string, RestMethod>>;
