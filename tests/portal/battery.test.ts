import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { admitHost } from '#support/deny-network.ts';
import { hasApplication, isLive, mayWrite, openBatteryPortal, type BatteryPortal, type Params } from './battery/battery-portal.ts';
import { methodChecks } from './battery/method-checks.ts';
import type { Expected, MethodCheck } from './battery/method-check.ts';
import type { Answer } from './portal-under-test.ts';

let portal: BatteryPortal;
let shutHost = (): void => undefined;

beforeAll(() => {
  if (isLive) shutHost = admitHost(new URL(process.env['PORTAL_WEBHOOK'] ?? '').hostname);
  portal = openBatteryPortal();
});

afterAll(() => shutHost());

/** Why a live portal is not asked; undefined when it is. */
function reasonToSkip(check: MethodCheck): string | undefined {
  if (!hasApplication && check.as === 'application') return 'needs PORTAL_APPLICATION_TOKEN';
  // What an application asks for is mostly something it has bound or saved just before.
  const writes = check.writes === true || check.as === 'application';
  return writes && !mayWrite ? 'writes, and PORTAL_MAY_WRITE is not 1' : undefined;
}

type Given = Params | readonly unknown[];

const findGiven = async ({ given }: Expected): Promise<Given> => (typeof given === 'function' ? given(portal) : (given ?? {}));

/** A live portal may have no task, no product, no payment: then there is nothing to hold the page against. */
function hasNothing(value: unknown): boolean {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasNothing);
}

async function ask(method: string, check: MethodCheck, expected: Expected, given: Given): Promise<Answer> {
  const caller = expected.as ?? check.as;
  if (caller === 'third') return portal.callThird(method.replace(/^api\//, ''), given);
  const call = caller === 'application' ? portal.callAsApplication : caller === 'stranger' ? portal.callAsStranger : portal.call;
  return call(method, given as Params);
}

async function expectAnswer(method: string, check: MethodCheck, expected: Expected, skip: TestContext['skip']): Promise<void> {
  const given = await findGiven(expected).catch((failure: unknown) => {
    if (isLive) return undefined;
    throw failure;
  });
  if (given === undefined || (isLive && expected === check.success && hasNothing(given))) skip('the portal has none');
  const answer = await ask(method, check, expected, given ?? {});
  const { time, ...body } = answer.body;
  try {
    expect([answer.status, body]).toEqual([expected.status ?? 200, expect.anything()]);
    const differences = expected.answers.safeParse(body).error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    const isEmpty = hasNothing(answer.body['result']) && isList(answer);
    skip(isLive && expected === check.success && differences !== undefined && isEmpty, 'the portal has none');
    expect({ differences, body: differences ? body : undefined }).toEqual({ differences: undefined, body: undefined });
    if (answer.status === 200 && check.isTimeless !== true && body['error'] === undefined)
      expect(time).toMatchObject({ start: expect.any(Number), date_start: expect.any(String) });
  } finally {
    await expected.cleanUp?.(portal, answer);
  }
}

/** The rows of an answer, or none where they should be. */
function isList({ body }: Answer): boolean {
  const result = body['result'];
  const lists = typeof result === 'object' && result !== null ? [result, ...Object.values(result)] : [];
  return lists.some((list) => Array.isArray(list) && list.length === 0);
}

describe.each([...methodChecks])('%s', (method, check) => {
  const reason = reasonToSkip(check);

  it('answers as its page shows', async ({ skip }) => {
    skip(reason !== undefined, reason);
    await expectAnswer(method, check, check.success, skip);
  });

  it('refuses as its page says', async ({ skip }) => {
    skip(reason !== undefined, reason);
    await expectAnswer(method, check, check.error, skip);
  });

  it('meets a value of a wrong type as the portal does', async ({ skip }) => {
    skip(reason !== undefined, reason);
    await expectAnswer(method, check, check.wrongType, skip);
  });
});
