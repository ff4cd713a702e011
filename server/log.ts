import pino from 'pino';

export type Log = pino.Logger;

const secretKeys = [
  'auth',
  'AUTH_ID',
  'REFRESH_ID',
  'APPLICATION_TOKEN',
  'access_token',
  'refresh_token',
  'application_token',
  'client_secret',
  'accessToken',
  'refreshToken',
  'clientSecret',
  'token',
  'authorization',
  'pin',
  'earlierPin',
];

/** JSON lines to the standard output or to `lines`; credentials are cut out wherever they stand up to three levels deep. */
export function createLog(options: { level: string; lines?: { write(line: string): void } }): Log {
  const paths = secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);
  const settings = { level: options.level, redact: { paths, censor: '[cut]' }, base: null };
  return options.lines === undefined ? pino(settings) : pino(settings, options.lines);
}
