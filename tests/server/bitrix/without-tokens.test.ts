import { describe, expect, it } from 'vitest';
import { withoutTokens } from '#bitrix/without-tokens.ts';

describe('what a portal says of a failure', () => {
  it('is told without the token that it repeats', () => {
    const token = '9d0c8e65006c7a1b0000a0e3000000010000074e21ec2b9d1c3f4a5b6c7d8e9f0a1b2c';
    expect(withoutTokens(`The token ${token} has expired`)).toBe('The token … has expired');
    expect(withoutTokens(token)).toBe('…');
  });

  it.each([
    'expired_token',
    'ERROR_BATCH_METHOD_NOT_ALLOWED',
    'BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION',
    'Method not found!',
    'Превышено число запросов за 600 секунд',
  ])('is left as it is where it names none: %s', (text) => {
    expect(withoutTokens(text)).toBe(text);
  });
});
