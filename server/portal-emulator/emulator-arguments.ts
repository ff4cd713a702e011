import { parseArgs } from 'node:util';
import { z } from 'zod';

const options = {
  port: { type: 'string', default: '3001' },
  'oauth-port': { type: 'string' },
  portals: { type: 'string', default: '1' },
  state: { type: 'string', default: 'usual' },
  'renamed-to': { type: 'string' },
  'allow-local-handlers': { type: 'boolean', default: false },
  scenario: { type: 'string', default: 'snabservice' },
  'portal-data': { type: 'string' },
  now: { type: 'string', default: '2026-11-16T10:42:00+03:00' },
  limits: { type: 'string', default: 'cloud' },
  'latency-ms': { type: 'string', default: '0' },
  'time-scale': { type: 'string', default: '1' },
  'handler-url': { type: 'string' },
  'installer-url': { type: 'string' },
  faults: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

export const usage = `npm run emulator -- [options]

  --port 3001            the portal: REST, webhooks, its pages
  --portals 1            so many portals on consecutive ports, with the same application
  --oauth-port 3002      the authorization server of them all; the port after the portals when absent
  --scenario snabservice rows the portal starts with
  --portal-data DIR      rows from tidy CSV files instead of a scenario
  --now INSTANT          what the portal's calendar shows at the start, with an offset
  --limits cloud         cloud, enterprise or off
  --latency-ms 0         time on the way, for every request
  --time-scale 1         everything runs this many times faster
  --faults SEED          a few requests and events go wrong, the same ones for the same seed
  --state usual          what has happened to the portals: grace (the application's term has ended), unpaid (so have the days
                         of grace), removed (the application), deleted (the portals)
  --renamed-to PORT      the first portal has moved to this port and answers 302 at the former one
  --allow-local-handlers takes handlers on hosts without a dot, which Bitrix24 does not
  --handler-url URL      address of the application's page; without it no application opens in the portal
  --installer-url URL    address of its installer; the handler's when absent
`;

const port = z.coerce.number().int().min(1).max(65_535);

const emulatorArguments = z.object({
  port,
  'oauth-port': port.optional(),
  portals: z.coerce.number().int().min(1).max(100),
  state: z.enum(['usual', 'grace', 'unpaid', 'removed', 'deleted']),
  'renamed-to': port.optional(),
  'allow-local-handlers': z.boolean(),
  scenario: z.literal('snabservice'),
  'portal-data': z.string().min(1).optional(),
  now: z.iso.datetime({ offset: true }),
  limits: z.enum(['cloud', 'enterprise', 'off']),
  'latency-ms': z.coerce.number().min(0).max(60_000),
  'time-scale': z.coerce.number().min(1).max(10_000),
  'handler-url': z.url({ protocol: /^https?$/ }).optional(),
  'installer-url': z.url({ protocol: /^https?$/ }).optional(),
  faults: z.coerce.number().int().min(0).optional(),
  help: z.boolean(),
});
export type EmulatorArguments = z.infer<typeof emulatorArguments>;

/** Throws with the names of the options that cannot be read. */
export function readEmulatorArguments(args: string[]): EmulatorArguments {
  const { values } = parseArgs({ args, options, strict: true });
  const read = emulatorArguments.safeParse(values);
  if (read.success) return read.data;
  throw new Error(read.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'));
}
