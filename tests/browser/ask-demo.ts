import { inject } from 'vitest';
import { z } from 'zod';

const Demo = z.object({ appUrl: z.url(), portalUrl: z.url() });
export type Demo = z.infer<typeof Demo>;

/**
 * The demo that the browser tests share; the first to ask waits until its history has been told and loaded.
 * Who moves its clock on to a day runs last: time does not go back.
 */
export async function askDemo(options: { isPushOn?: boolean; at?: string } = {}): Promise<Demo> {
  const path = options.at !== undefined ? `at/${options.at}` : options.isPushOn === false ? 'without-push' : '';
  const answer = await fetch(`${inject('demoKeeper')}/${path}`);
  if (!answer.ok) throw new Error(`The demo did not start: ${await answer.text()}`);
  return Demo.parse(await answer.json());
}
