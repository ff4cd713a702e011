/** What a frame asks of the portal's page. */
export interface FrameMessage {
  readonly command: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The payload as it was sent: `setValue` sends the bare value, which may be anything JSON can say. */
  readonly payload: unknown;
  readonly key: string;
  readonly appSid: string;
}

/** Reads `command[:payload]:callbackKey:appSid`, where the payload is JSON with colons of its own, and the object form of commands whose name has a colon. */
export function parseFrameMessage(data: unknown): FrameMessage | undefined {
  if (typeof data === 'string') return parseText(data);
  if (!isRecord(data)) return undefined;
  const { method, params, callback, appSid } = data;
  if (typeof method !== 'string' || typeof callback !== 'string' || typeof appSid !== 'string') return undefined;
  return { command: method, params: isRecord(params) ? params : {}, payload: params, key: callback, appSid };
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
  const parsed = parsePayload(parts.slice(1, -2).join(':'));
  return parsed && { command, params: isRecord(parsed.payload) ? parsed.payload : {}, payload: parsed.payload, key, appSid };
}

function parsePayload(text: string): { readonly payload: unknown } | undefined {
  if (text === '') return { payload: undefined };
  try {
    return { payload: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
