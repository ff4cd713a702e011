import { RestError } from '../rest-error.ts';
import { requireAdmin, requireApplication } from './application-context.ts';
import type { RestCall, RestMethod, RestReply } from './rest-method.ts';

/** Refusals of the BI connector come with HTTP 200, as all of its pages say. */
export function refuseBi(code: string, description: string): RestError {
  return new RestError(code, description, 200);
}

/** Only an application, and only somebody who may enter the analyst's workspace: an administrator. */
export function biMethod(answer: (call: RestCall) => RestReply): RestMethod {
  return {
    scopes: ['biconnector'],
    answer(call) {
      requireApplication(call);
      requireAdmin(call);
      return answer(call);
    },
  };
}
