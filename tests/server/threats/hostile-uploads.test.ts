import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPlanWorkbook, getPlanWorkbook } from '#contract/plan-workbook.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { hostileWorkbooks } from '../documents/hostile-workbooks.ts';
import { watchThread } from './watch-thread.ts';

/** The named attacks; each of the others is refused without the server in the tests of documents. */
const named = [
  'archives in an archive, as 42.zip',
  'a header that tells 1 KB of 60 MB',
  'a million shared texts',
  'a billion laughs',
  'more cells than any plan has',
];

/** Made before anybody is connected: a thread that makes them answers nobody. */
const corpus = hostileWorkbooks().filter(({ what }) => named.includes(what));
let service: TestService;
let portal: InstalledPortal;
let head: Person;

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal();
  head = await portal.open(smallPortalPeople.head);
});
afterAll(() => service.stop());

describe('T18: hostile workbooks that are sent to the server', () => {
  it('are refused without holding it up or filling it', { timeout: 300_000 }, async () => {
    // What is loaded with the first file is no part of the attack.
    const { body: whole } = await head.ask(getPlanWorkbook, { from: '2026-11', months: 2 });
    expect((await head.ask(checkPlanWorkbook, { file: whole } as never)).status).toBe(200);
    const watch = watchThread();
    const answers: string[] = [];
    for (const { what, bytes } of corpus) {
      const { status, body } = await head.ask(checkPlanWorkbook, { file: bytes } as never);
      answers.push(`${what}: ${status} ${(body as { error: { code: string } }).error.code}`);
    }
    const { longestTurnMs, ownMegabytes } = watch.stop();
    expect(answers).toEqual(named.map((what) => expect.stringMatching(`^${what}: 422 file-refused$`)));
    expect(longestTurnMs).toBeLessThan(200);
    expect(ownMegabytes).toBeLessThan(64);
    expect((await fetch(`${service.appUrl}/readyz`)).status).toBe(200);
  });
});
