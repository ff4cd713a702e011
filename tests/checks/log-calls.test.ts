import { describe, expect, test } from 'vitest';
import { findCredentialsInLogCalls } from './log-calls.ts';
import { readSourceFiles } from './source-files.ts';

describe('log calls', () => {
  test('carry no credential', () => {
    const files = readSourceFiles('server', ['.ts']);
    expect(files.length).toBeGreaterThan(50);
    expect(files.flatMap(findCredentialsInLogCalls)).toEqual([]);
  });

  test.each(['log.info({ accessToken }, "x")', 'this.log.warn({ a: grant.refresh_token })', 'options.log.error(`${clientSecret}`)'])(
    'are caught when they carry one: %s',
    (text) => {
      expect(findCredentialsInLogCalls({ path: 'a.ts', text })).toHaveLength(1);
    },
  );

  test('may speak about a credential without carrying it', () => {
    expect(
      findCredentialsInLogCalls({ path: 'a.ts', text: "log.warn({ userId: String(token.userId) }, 'the refresh token was revoked')" }),
    ).toEqual([]);
  });
});
