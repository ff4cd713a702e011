import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '#kernel/config.ts';

const clientSecret = 'hT7qLw2ZxVb9KdRm4NcYpG8sJf3AeU6tQoHiXz5Wv1BkPyDl';

const production = {
  BITRIX_CLIENT_ID: 'local.0123456789abcd.01234567',
  BITRIX_CLIENT_SECRET: clientSecret,
  APP_URL: 'https://kurs.example.com/',
  KEYS_DIR: '/etc/kurs/keys',
};

function faultsOf(environment: Record<string, string>, args: string[] = []): string {
  try {
    readConfig(environment, args);
  } catch (failure) {
    return failure instanceof Error ? failure.message : String(failure);
  }
  throw new Error('the settings were accepted');
}

describe('settings of the demo', () => {
  it('need nothing', () => {
    expect(readConfig({}, [])).toEqual({
      port: 3000,
      appUrl: 'http://127.0.0.1:3000',
      dataDir: resolve('data'),
      keysDir: resolve('data/keys'),
      databaseUrl: null,
      migrationDatabaseUrl: null,
      logLevel: 'warn',
      metrics: null,
      trustedProxyHops: 0,
      unsentAfterMs: 0,
      isPushOn: true,
      application: null,
      demo: { portalPort: 3001, oauthPort: 3002, scenario: 'demo', portalData: null, now: null, reset: false },
    });
  });

  it('move ports and the folder of data', () => {
    const config = readConfig({ PORT: '4220', PORTAL_PORT: '4221', OAUTH_PORT: '4222', DATA_DIR: '/tmp/kurs-data' }, []);
    expect(config).toMatchObject({
      port: 4220,
      appUrl: 'http://127.0.0.1:4220',
      dataDir: '/tmp/kurs-data',
      keysDir: '/tmp/kurs-data/keys',
    });
    expect(config.demo).toMatchObject({ portalPort: 4221, oauthPort: 4222 });
  });

  it('trust no proxy unless they say how many there are', () => {
    expect(readConfig({}, []).trustedProxyHops).toBe(0);
    expect(readConfig({ TRUST_PROXY_HOPS: '2' }, []).trustedProxyHops).toBe(2);
    for (const hops of ['-1', '1.5', 'true', '99']) expect(() => readConfig({ TRUST_PROXY_HOPS: hops }, [])).toThrow('TRUST_PROXY_HOPS');
  });

  it('come from the command line', () => {
    const config = readConfig({}, [
      '--reset',
      '--scenario',
      'fresh',
      '--portal-data',
      'somewhere',
      '--now',
      '2011-12-16T10:42',
      '--no-push',
    ]);
    expect(config.isPushOn).toBe(false);
    expect(config.demo).toMatchObject({ reset: true, scenario: 'fresh', portalData: resolve('somewhere'), now: '2011-12-16T10:42' });
  });

  it('treat an empty variable as one that is not set', () => {
    expect(readConfig({ PORT: '', BITRIX_CLIENT_ID: '', APP_URL: '', DATABASE_URL: '' }, [])).toMatchObject({
      port: 3000,
      application: null,
      databaseUrl: null,
    });
  });
});

describe('settings of a real portal', () => {
  it('bring the application, without a demo and without a slash at the end of the address', () => {
    const config = readConfig(production, []);
    expect(config.application).toEqual({
      clientId: production.BITRIX_CLIENT_ID,
      clientSecret,
      code: production.BITRIX_CLIENT_ID,
    });
    expect(config).toMatchObject({ demo: null, appUrl: 'https://kurs.example.com', keysDir: '/etc/kurs/keys' });
  });

  it('leave a load balancer a moment at the end, as long as a stop may take', () => {
    expect(readConfig(production, []).unsentAfterMs).toBe(2000);
    expect(readConfig({ ...production, DRAIN_SECONDS: '0.5' }, []).unsentAfterMs).toBe(500);
    for (const seconds of ['-1', '9', 'soon']) expect(faultsOf({ ...production, DRAIN_SECONDS: seconds })).toContain('DRAIN_SECONDS');
  });

  it('take the code of a published application', () => {
    expect(readConfig({ ...production, BITRIX_APPLICATION_CODE: 'vendor.kurs' }, []).application?.code).toBe('vendor.kurs');
  });

  it.each(['BITRIX_CLIENT_ID', 'BITRIX_CLIENT_SECRET', 'APP_URL'] as const)('are refused without %s', (missing) => {
    const { [missing]: _, ...partial } = production;
    expect(faultsOf(partial)).toContain(missing);
  });

  it('are refused with one credential alone', () => {
    for (const name of ['BITRIX_CLIENT_ID', 'BITRIX_CLIENT_SECRET', 'APP_URL'] as const)
      expect(faultsOf({ [name]: production[name] })).toContain('go together');
  });

  it('are refused without a folder of keys of their own', () => {
    const { KEYS_DIR: _, ...rest } = production;
    expect(faultsOf(rest)).toContain('KEYS_DIR');
  });

  it.each(['http://kurs.example.com', 'https://', 'kurs.example.com', 'ftp://kurs.example.com', 'https://localhost:3000'])(
    'are refused with the address %s',
    (url) => {
      expect(faultsOf({ ...production, APP_URL: url })).toContain('APP_URL');
    },
  );
});

describe('T28: secrets of a real portal', () => {
  const secretOf = (secret: string): string => faultsOf({ ...production, BITRIX_CLIENT_SECRET: secret });

  it.each([
    ['Zx8Kq2', 'shorter than 20'],
    ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'repeats a few characters'],
    ['change-me-0123456789-abcdef', 'a sample value'],
    ['demo-secret-that-opens-nothing-outside', 'a sample value'],
    ['<paste the client secret here>', 'a sample value'],
    ['my-very-long-password-2026!', 'a sample value'],
  ])('are refused when they cannot be the real ones: %s', (secret, reason) => {
    expect(secretOf(secret)).toContain(`BITRIX_CLIENT_SECRET ${reason.startsWith('repeats') ? '' : 'is '}${reason}`);
    expect(secretOf(secret)).not.toContain(secret);
  });

  it.each(['password', 'postgres', 'changeme'])('are refused with the password %s of a database', (password) => {
    for (const name of ['DATABASE_URL', 'MIGRATION_DATABASE_URL'])
      expect(faultsOf({ ...production, [name]: `postgres://kurs_app:${password}@db/kurs` })).toContain(`${name} has a sample value`);
    expect(readConfig({ ...production, DATABASE_URL: 'postgres://kurs_app@db/kurs' }, []).databaseUrl).toContain('db/kurs');
  });

  it('may stand in files that their owner alone can read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kurs-secrets-'));
    const file = join(folder, 'client-secret');
    writeFileSync(file, `${clientSecret}\n`, { mode: 0o600 });
    const { BITRIX_CLIENT_SECRET: _, ...rest } = production;
    expect(readConfig({ ...rest, BITRIX_CLIENT_SECRET_FILE: file }, []).application?.clientSecret).toBe(clientSecret);
    expect(faultsOf({ ...production, BITRIX_CLIENT_SECRET_FILE: file })).toContain('are both set');
    expect(faultsOf({ ...rest, BITRIX_CLIENT_SECRET_FILE: join(folder, 'nowhere') })).toContain('BITRIX_CLIENT_SECRET_FILE');
    chmodSync(file, 0o644);
    expect(faultsOf({ ...rest, BITRIX_CLIENT_SECRET_FILE: file })).toContain('may be read by others');
    rmSync(folder, { recursive: true });
  });

  it('are not taken from the command line', () => {
    for (const option of ['--client-secret', '--database-url', '--BITRIX_CLIENT_SECRET'])
      expect(faultsOf({}, [`${option}=${clientSecret}`])).toContain('not usable');
  });
});

describe('faults', () => {
  it('are all named at once, of variables and of the command line', () => {
    const faults = faultsOf({ PORT: 'abc', PORTAL_PORT: '70000', LOG_LEVEL: 'loud', APP_URL: 'http://x' }, [
      '--scenario',
      'other',
      '--now',
      'tomorrow',
    ]);
    for (const name of ['PORT', 'PORTAL_PORT', 'LOG_LEVEL', 'APP_URL', 'scenario', 'now']) expect(faults).toContain(`- ${name}: `);
  });

  it('of credentials and keys are named together with the others', () => {
    const faults = faultsOf({ PORT: 'abc', BITRIX_CLIENT_ID: 'local.1' });
    for (const name of ['- PORT: ', 'BITRIX_CLIENT_SECRET', 'KEYS_DIR']) expect(faults).toContain(name);
  });

  it.each([['--rest'], ['--scenario'], ['stray'], ['--portal-data', '']])('of the command line are named: %j', (...args) => {
    expect(
      faultsOf(
        {},
        args.filter((arg) => typeof arg === 'string'),
      ),
    ).toContain('not usable');
  });

  it('never repeat a secret', () => {
    const faults = faultsOf({ BITRIX_CLIENT_SECRET: 'very-hidden', DATABASE_URL: 'postgres://kurs_app:hidden@db/kurs', PORT: '0' });
    expect(faults).not.toContain('very-hidden');
    expect(faults).not.toContain('hidden');
  });

  it('of the message point to a command that exists', async () => {
    const { KEYS_DIR: _, ...rest } = production;
    const command = /npm run ([a-z:]+)/.exec(faultsOf(rest))?.[1];
    const { default: manifest } = await import('../../../package.json', { with: { type: 'json' } });
    expect(Object.keys(manifest.scripts)).toContain(command);
  });
});
