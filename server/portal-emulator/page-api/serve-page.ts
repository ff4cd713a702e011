import { replyJson } from '../json-reply.ts';
import type { Portal } from '../portal.ts';

export async function servePage(_portal: Portal, _request: Request): Promise<Response> {
  return replyJson(404, { error: 'not-found' });
}
