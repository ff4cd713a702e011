import { readParameter } from '../nested-parameters.ts';
import { portalNow } from '../portal.ts';
import { RestError } from '../rest-error.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

export const notificationMethods: RestMethods = {
  'im.notify.personal.add': { scopes: ['im'], answer: (call) => notify(call, call.user.id) },
  'im.notify.system.add': { scopes: ['im'], answer: (call) => notify(call, null) },
};

/** A notice with the tag of an older one to the same person takes its place. */
function notify({ portal, parameters }: RestCall, fromUserId: number | null): RestReply {
  const userId = Number(readParameter(parameters, 'USER_ID') ?? readParameter(parameters, 'TO'));
  if (!portal.state.users.has(userId)) throw new RestError('USER_ID_EMPTY', "User ID can't be empty");
  const text = String(readParameter(parameters, 'MESSAGE') ?? '');
  if (text.trim() === '') throw new RestError('MESSAGE_EMPTY', "Message can't be empty");
  const id = Math.max(0, ...portal.state.notifications.map((known) => known.id)) + 1;
  const tag = String(readParameter(parameters, 'TAG') ?? '');
  portal.state.record({ kind: 'notified', notification: { id, userId, at: portalNow(portal), text, tag, fromUserId } });
  return { result: id };
}
