/** What a frame asks of the portal's page. */
export interface FrameMessage {
  readonly command: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly key: string;
  readonly appSid: string;
}

/** Reads `command[:payload]:callbackKey:appSid`, where the payload is JSON with colons of its own, and the object form of commands whose name has a colon. */
export function parseFrameMessage(data: unknown): FrameMessage | undefined {
  if (typeof data === 'string') return parseText(data);
  if (!isRecord(data)) return undefined;
  const { method, params, callback, appSid } = data;
  if (typeof method !== 'string' || typeof callback !== 'string' || typeof appSid !== 'string') return undefined;
  return { command: method, params: isRecord(params) ? params : {}, key: callback, appSid };
}

/** `callbackKey:` and the JSON of the answer, nothing after the colon when there is none. */
export function toReply(key: string, answer: unknown): string {
  return `${key}:${answer === undefined ? '' : JSON.stringify(answer)}`;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseText(text: string): FrameMessage | undefined {
  const parts = text.split(':');
  const [command, appSid, key] = [parts[0], parts.at(-1), parts.at(-2)];
  if (parts.length < 3 || !command || !key || !appSid) return undefined;
  const params = parsePayload(parts.slice(1, -2).join(':'));
  return params && { command, params, key, appSid };
}

function parsePayload(payload: string): Readonly<Record<string, unknown>> | undefined {
  if (payload === '') return {};
  try {
    const parsed: unknown = JSON.parse(payload);
    return isRecord(parsed) ? parsed : { value: parsed };
  } catch {
    return undefined;
  }
}
