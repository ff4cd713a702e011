import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSheet } from '#contract/acknowledgement.ts';
import { getChanges, type Changes } from '#contract/changes.ts';
import { publishPlan, saveDraft } from '#contract/plan.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { smallPortalPeople } from '#support/small-portal.ts';

const { admin, head, anna, boris } = smallPortalPeople;

interface Place {
  readonly service: TestService;
  readonly portal: InstalledPortal;
  readonly other: InstalledPortal;
  readonly author: Person;
  readonly viewer: Person;
}

async function startPlace(isPushOn: boolean): Promise<Place> {
  const service = await startTestService({ portals: 2, isPushOn });
  const [portal, other] = [await service.installPortal(), await service.installPortal()];
  return { service, portal, other, author: await portal.open(head), viewer: await portal.open(anna) };
}

/** A poll that has begun to wait, and when it was answered. */
async function poll(
  person: Person,
  after?: number,
): Promise<{ answered: () => boolean; answer: Promise<{ changes: Changes; ms: number }> }> {
  const from = after ?? (await person.call(getChanges, {})).revision;
  const begun = performance.now();
  let isAnswered = false;
  const answer = person.call(getChanges, { after: from }).then((changes) => {
    isAnswered = true;
    return { changes, ms: performance.now() - begun };
  });
  await wait(150);
  return { answered: () => isAnswered, answer };
}

const line = (userId: number, value: string) => ({ metric: 'revenue' as const, scope: `person:${userId}`, value });

describe('the long poll', () => {
  let place: Place;
  beforeAll(async () => {
    place = await startPlace(true);
  });
  afterAll(() => place.service.stop());

  it('answers at once without a revision and says where things stand', async () => {
    const { revision, topics } = await place.viewer.call(getChanges, {});
    expect(topics).toEqual([]);
    expect(revision).toBeGreaterThan(0);
  });

  it('answers at once what changed before it began', async () => {
    const { revision } = await place.viewer.call(getChanges, {});
    await place.author.call(saveDraft, { month: '2027-01', lines: [line(anna, '1.00')] });
    const { changes, ms } = await (await poll(place.viewer, revision)).answer;
    expect(changes.topics).toEqual(['plans']);
    expect(changes.revision).toBeGreaterThan(revision);
    expect(ms).toBeLessThan(1000);
  });

  it('wakes within a second of a change and names what changed', async () => {
    const waiting = await poll(place.viewer);
    const changedAt = performance.now();
    await place.author.call(saveDraft, { month: '2027-02', lines: [line(anna, '1.00'), line(boris, '2.00')] });
    const { changes } = await waiting.answer;
    expect(performance.now() - changedAt).toBeLessThan(1000);
    expect(changes.topics).toEqual(['plans']);
  });

  it('names every topic of a change', async () => {
    await place.author.call(saveDraft, { month: '2027-03', lines: [line(anna, '1.00')] });
    const waiting = await poll(place.viewer);
    await place.author.call(publishPlan, { month: '2027-03', baseVersion: 0 });
    expect((await waiting.answer).changes.topics.toSorted()).toEqual(['acknowledgements', 'plans']);
    const second = await poll(place.author);
    await place.viewer.call(openSheet, { month: '2027-03', version: 1, userId: String(anna) });
    expect((await second.answer).changes.topics).toEqual(['acknowledgements']);
  });

  it('wakes when the portal tells of a deal, within three seconds of the change there', async () => {
    const waiting = await poll(place.viewer);
    const changedAt = performance.now();
    place.portal.emulator.updateDeal(admin, 6, { stageId: 'WON' });
    expect((await waiting.answer).changes.topics).toEqual(['facts']);
    expect(performance.now() - changedAt).toBeLessThan(3000);
  });

  it('wakes everybody who waits, and each of them once', async () => {
    const people = await Promise.all([place.viewer, place.author, place.viewer].map((person) => poll(person)));
    await place.author.call(saveDraft, { month: '2027-04', lines: [line(anna, '1.00')] });
    const answers = await Promise.all(people.map((waiting) => waiting.answer));
    expect(new Set(answers.map(({ changes }) => changes.revision)).size).toBe(1);
  });

  it('stays quiet while nothing changes, while a change is refused, and when another portal changes', async () => {
    const waiting = await poll(place.viewer);
    expect((await place.author.ask(saveDraft, { month: '2027-05', lines: [line(head, '1.00')] })).status).toBe(403);
    const elsewhere = await place.other.open(head);
    await elsewhere.call(saveDraft, { month: '2027-05', lines: [line(anna, '1.00')] });
    await wait(1200);
    expect(waiting.answered()).toBe(false);
    await place.author.call(saveDraft, { month: '2027-05', lines: [line(anna, '1.00')] });
    expect((await waiting.answer).changes.topics).toEqual(['plans']);
  });

  it('forgets a caller who has gone', async () => {
    const { revision } = await place.viewer.call(getChanges, {});
    const gone = new AbortController();
    const asked = fetch(`${place.service.appUrl}/api/changes?after=${revision}`, {
      headers: { authorization: `Bearer ${place.viewer.token}` },
      signal: gone.signal,
    });
    await wait(100);
    gone.abort();
    await expect(asked).rejects.toThrow(/abort/i);
    const waiting = await poll(place.viewer);
    await place.author.call(saveDraft, { month: '2027-06', lines: [line(anna, '1.00')] });
    expect((await waiting.answer).changes.topics).toEqual(['plans']);
  });

  it('refuses what is no revision', async () => {
    for (const after of [-2, 1.5, 'now']) expect((await place.viewer.ask(getChanges, { after })).status).toBe(400);
  });
});

describe('with the push switched off', () => {
  let place: Place;
  beforeAll(async () => {
    place = await startPlace(false);
  });
  afterAll(() => place.service.stop());

  it('a poll that waits is not woken by a change, and the next one sees it', async () => {
    const { revision } = await place.viewer.call(getChanges, {});
    const waiting = await poll(place.viewer, revision);
    await place.author.call(saveDraft, { month: '2027-01', lines: [line(anna, '1.00')] });
    await wait(2500);
    expect(waiting.answered()).toBe(false);
    expect((await place.viewer.call(getChanges, { after: revision })).topics).toEqual(['plans']);
    // The service wakes whoever still waits when it stops.
    waiting.answer.catch(() => undefined);
  });
});
