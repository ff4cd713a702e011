import type { Installation } from '../installation.ts';
import type { Portal } from '../portal.ts';
import type { Parameters } from '../nested-parameters.ts';
import type { PortalUser } from '../portal-data.ts';
import { RestError } from '../rest-error.ts';

export interface RestCall {
  readonly portal: Portal;
  readonly user: PortalUser;
  readonly parameters: Parameters;
  /** Application whose token it is; absent for an incoming webhook. */
  readonly installation?: Installation;
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
  /** Answers even for a person who was dismissed. */
  readonly answersDismissed?: boolean;
  /** Where the page has words of its own for one of the two. */
  readonly refuse?: (who: 'webhook' | 'not-admin') => RestError;
  answer(call: RestCall): RestReply;
}

export type RestMethods = Readonly<Record<string, RestMethod>>;

/** The application that calls; webhooks are refused as they are for every method that needs one. */
export function callingApplication({ installation }: RestCall): Installation {
  if (installation) return installation;
  throw new RestError('WRONG_AUTH_TYPE', 'Current authorization type is denied for this method Application context required', 403);
}
