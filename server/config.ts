import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { findDatabaseFault, findSecretFault, readSecretFile } from './secret-files.ts';

const Port = z.coerce.number().int().min(1).max(65_535);
const HttpsUrl = z.url({ protocol: /^https$/, hostname: z.regexes.domain });

const Environment = z.object({
  PORT: Port.default(3000),
  PORTAL_PORT: Port.default(3001),
  OAUTH_PORT: Port.default(3002),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z.string().min(1).optional(),
  MIGRATION_DATABASE_URL: z.string().min(1).optional(),
  BITRIX_CLIENT_ID: z.string().min(1).optional(),
  BITRIX_CLIENT_SECRET: z.string().min(1).optional(),
  BITRIX_APPLICATION_CODE: z.string().min(1).optional(),
  APP_URL: HttpsUrl.optional(),
  KEYS_DIR: z.string().min(1).optional(),
  TRUST_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  DRAIN_SECONDS: z.coerce.number().min(0).max(3).optional(),
  METRICS_PORT: Port.optional(),
  METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('warn'),
});

const Options = z.object({
  reset: z.boolean().default(false),
  scenario: z.enum(['demo', 'fresh']).default('demo'),
  'portal-data': z.string().min(1).optional(),
  now: z.iso
    .datetime({ local: true, offset: true })
    .or(z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/))
    .optional(),
  push: z.boolean().default(true),
});

/** Everything that is set from outside, read once. `demo` is null when a real portal is served. */
export interface Config {
  readonly port: number;
  readonly appUrl: string;
  readonly dataDir: string;
  readonly keysDir: string;
  readonly databaseUrl: string | null;
  readonly migrationDatabaseUrl: string | null;
  readonly logLevel: string;
  /** Proxies of ours in front of the server. */
  readonly trustedProxyHops: number;
  /** How long requests are still answered when the process was told to end and says so. */
  readonly unsentAfterMs: number;
  /** Where metrics and health are for the operator's machines; null without a port for them. */
  readonly metrics: { readonly host: string; readonly port: number } | null;
  readonly isPushOn: boolean;
  readonly application: { readonly clientId: string; readonly clientSecret: string; readonly code: string } | null;
  readonly demo: DemoConfig | null;
}

export interface DemoConfig {
  readonly portalPort: number;
  readonly oauthPort: number;
  readonly scenario: 'demo' | 'fresh';
  readonly portalData: string | null;
  /** Local time of the portal at which the demo starts; null takes the scenario's own. */
  readonly now: string | null;
  readonly reset: boolean;
}

/** Reads environment and command line; throws one error that names every fault. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, args: readonly string[]): Config {
  const faults: string[] = [];
  const given = withSecretFiles(withoutEmpty(environment), faults);
  faults.push(...listCredentialFaults(given), ...listWeakSecrets(given));
  const env = collect(Environment.safeParse(given), faults);
  const options = collect(Options.safeParse(readArgs(args, faults)), faults);
  if (env !== undefined && env.METRICS_PORT === env.PORT) faults.push('- METRICS_PORT: is the port where people come in; take another one');
  if (env === undefined || options === undefined || faults.length > 0)
    throw new Error(`The settings are not usable:\n${faults.join('\n')}`);
  return toConfig(env, options, isReal(given));
}

const credentials = ['BITRIX_CLIENT_ID', 'BITRIX_CLIENT_SECRET', 'APP_URL'];

/** Any of the credentials means a real portal; without all of them there is only the demo. */
function isReal(given: Readonly<Record<string, string>>): boolean {
  return credentials.some((name) => given[name] !== undefined);
}

function listCredentialFaults(given: Readonly<Record<string, string>>): string[] {
  if (!isReal(given)) return [];
  const missing = credentials.filter((name) => given[name] === undefined);
  return [
    ...(missing.length > 0
      ? [`- BITRIX_CLIENT_ID, BITRIX_CLIENT_SECRET and APP_URL go together: set all three or none; missing: ${missing.join(', ')}`]
      : []),
    ...(given['KEYS_DIR'] === undefined
      ? ['- KEYS_DIR: production needs a folder of keys of its own; make one with `npm run keys -- FOLDER`']
      : []),
  ];
}

const secrets = ['BITRIX_CLIENT_SECRET', 'DATABASE_URL', 'MIGRATION_DATABASE_URL'] as const;

/** A secret may stand in a file of its own, named by `<NAME>_FILE`: what mounts secrets need not put them into the environment. */
function withSecretFiles(given: Readonly<Record<string, string>>, faults: string[]): Record<string, string> {
  const all = { ...given };
  for (const name of secrets) {
    const file = given[`${name}_FILE`];
    if (file === undefined) continue;
    if (given[name] !== undefined) faults.push(`- ${name} and ${name}_FILE are both set: keep one`);
    try {
      all[name] = readSecretFile(resolve(file));
    } catch (failure) {
      faults.push(`- ${name}_FILE: ${failure instanceof Error ? failure.message : 'cannot be read'}`);
    }
  }
  return all;
}

/** The demo's own secrets open nothing, so only those of a real portal are judged. */
function listWeakSecrets(given: Readonly<Record<string, string>>): string[] {
  if (!isReal(given)) return [];
  return secrets.flatMap((name) => {
    const secret = given[name];
    if (secret === undefined) return [];
    const fault = name === 'BITRIX_CLIENT_SECRET' ? findSecretFault(secret) : findDatabaseFault(secret);
    return fault === undefined ? [] : [`- ${name} ${fault}`];
  });
}

function toConfig(env: z.infer<typeof Environment>, options: z.infer<typeof Options>, servesRealPortal: boolean): Config {
  const dataDir = resolve(env.DATA_DIR);
  return {
    port: env.PORT,
    appUrl: env.APP_URL?.replace(/\/+$/, '') ?? `http://127.0.0.1:${env.PORT}`,
    dataDir,
    keysDir: resolve(env.KEYS_DIR ?? `${dataDir}/keys`),
    databaseUrl: env.DATABASE_URL ?? null,
    migrationDatabaseUrl: env.MIGRATION_DATABASE_URL ?? null,
    logLevel: env.LOG_LEVEL,
    trustedProxyHops: env.TRUST_PROXY_HOPS,
    // Nobody spreads requests over several demos.
    unsentAfterMs: 1000 * (env.DRAIN_SECONDS ?? (servesRealPortal ? 2 : 0)),
    metrics: env.METRICS_PORT === undefined ? null : { host: env.METRICS_HOST, port: env.METRICS_PORT },
    isPushOn: options.push,
    application: servesRealPortal
      ? {
          clientId: env.BITRIX_CLIENT_ID ?? '',
          clientSecret: env.BITRIX_CLIENT_SECRET ?? '',
          code: env.BITRIX_APPLICATION_CODE ?? env.BITRIX_CLIENT_ID ?? '',
        }
      : null,
    demo: servesRealPortal
      ? null
      : {
          portalPort: env.PORTAL_PORT,
          oauthPort: env.OAUTH_PORT,
          scenario: options.scenario,
          portalData: options['portal-data'] === undefined ? null : resolve(options['portal-data']),
          now: options.now ?? null,
          reset: options.reset,
        },
  };
}

function readArgs(args: readonly string[], faults: string[]): Record<string, unknown> {
  try {
    return parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        reset: { type: 'boolean' },
        scenario: { type: 'string' },
        'portal-data': { type: 'string' },
        now: { type: 'string' },
        push: { type: 'boolean' },
      },
    }).values;
  } catch (failure) {
    faults.push(`- ${failure instanceof Error ? failure.message : String(failure)}`);
    return {};
  }
}

function withoutEmpty(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  );
}

function collect<T>(result: z.ZodSafeParseResult<T>, faults: string[]): T | undefined {
  if (result.success) return result.data;
  for (const issue of result.error.issues) faults.push(`- ${issue.path.join('.')}: ${issue.message}`);
  return undefined;
}
