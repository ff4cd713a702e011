import { isRecord, readParameter } from '../nested-parameters.ts';
import { portalNow } from '../portal.ts';
import { RestError } from '../rest-error.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

export const notificationMethods: RestMethods = {
  'im.notify.personal.add': { scopes: ['im'], answer: (call) => notify(call, call.user.id) },
  'im.notify.system.add': { scopes: ['im'], answer: (call) => notify(call, null) },
};

const longestAttachment = 60_000;

/** A notice with the tag of an older one to the same person takes its place; to somebody unknown nothing is sent. */
function notify(call: RestCall, fromUserId: number | null): RestReply {
  const { portal, parameters } = call;
  const userId = Number(readParameter(parameters, 'USER_ID') ?? readParameter(parameters, 'TO'));
  if (!Number.isInteger(userId) || userId <= 0) throw new RestError('USER_ID_EMPTY', "User ID can't be empty");
  const text = String(readParameter(parameters, 'MESSAGE') ?? '').trim();
  if (text === '') throw new RestError('MESSAGE_EMPTY', "Message can't be empty");
  const attach = readAttachment(readParameter(parameters, 'ATTACH'));
  if (!portal.state.users.has(userId)) return { result: false };
  const id = Math.max(0, ...portal.state.notifications.map((known) => known.id)) + 1;
  const textOut = String(readParameter(parameters, 'MESSAGE_OUT') ?? '');
  portal.state.record({
    kind: 'notified',
    notification: {
      id,
      userId,
      at: portalNow(portal),
      text,
      fromUserId,
      ...readTags(call),
      ...(textOut === '' ? {} : { textOut }),
      ...(attach === undefined ? {} : { attach }),
    },
  });
  return { result: id };
}

/** Tags are unique within an application: a webhook that does not name one in CLIENT_ID has none. */
function readTags({ portal, parameters, caller }: RestCall): { tag: string; subTag?: string } {
  const text = (name: string): string => String(readParameter(parameters, name) ?? '');
  const client = caller === 'application' ? portal.options.application.clientId : text('CLIENT_ID');
  const inClient = (tag: string): string => (client === '' || tag === '' ? '' : `${client}|${tag}`);
  const subTag = inClient(text('SUB_TAG'));
  return { tag: inClient(text('TAG')), ...(subTag === '' ? {} : { subTag }) };
}

/** An object, a list of blocks, or either of them as JSON. */
function readAttachment(given: unknown): unknown {
  if (given === undefined || given === null || given === '') return undefined;
  if ((typeof given === 'string' ? given : JSON.stringify(given)).length > longestAttachment) {
    throw new RestError('ATTACH_OVERSIZE', 'You have exceeded the maximum allowable size of attach');
  }
  const attach = typeof given === 'string' ? parseJson(given) : given;
  if (!isRecord(attach) && !Array.isArray(attach)) throw new RestError('ATTACH_ERROR', 'Incorrect attach params');
  return attach;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
