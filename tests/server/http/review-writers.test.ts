import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getReview, writeInReview } from '#contract/review.ts';
import { acknowledge, nextToSend, typeText, type DraftText } from '#domain/review/draft-text.ts';
import { joinTexts } from '#domain/review/join-texts.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';
import { holdReview, reviewId } from './review-access.ts';

const company = companyOfTwoTeams();
const { people } = company;
const subject = `cell:revenue:person:${people.employee}:2026-11`;
const fields = ['why', 'proposal', 'outcome'] as const;
let service: TestService;
let portal: InstalledPortal;
const heads: Person[] = [];

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal(company.data);
  for (const who of [people.head, people.director, people.admin]) heads.push(await portal.open(who));
});
afterAll(() => service.stop());

/** Mulberry32: the same seed tells the same meeting. */
function createDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

let writings = 0;
const nextId = (): string => `01890a5d-ac96-774b-bcce-${String((writings += 1)).padStart(12, '0')}`;

/** One browser of the meeting: types lines, loses requests and answers, and sends again as the page does. */
class Writer {
  readonly typed: string[] = [];
  private draft: DraftText | undefined;
  private seen = { revision: 0, value: '' };
  private readonly person: Person;
  private readonly field: (typeof fields)[number];
  private readonly dice: () => number;

  constructor(person: Person, field: (typeof fields)[number], dice: () => number) {
    this.person = person;
    this.field = field;
    this.dice = dice;
  }

  type(line: string): void {
    const value = this.draft?.value ?? this.seen.value;
    this.draft = typeText(this.draft, this.seen.revision, value === '' ? line : `${value}\n${line}`);
    this.typed.push(line);
  }

  /** True once nothing waits any more. */
  async send(canDrop: boolean): Promise<boolean> {
    if (this.draft === undefined) return true;
    const going = nextToSend(this.draft, nextId());
    this.draft = going;
    if (canDrop && this.dice() < 0.25) return false;
    const { sent } = going;
    const answer = await this.person.call(writeInReview, { reviewId, subject, field: this.field, ...sent, settles: [...sent.settles] });
    if (canDrop && this.dice() < 0.25) return false;
    this.draft = acknowledge(this.draft, answer);
    // The page shows the newest text only to whoever has nothing of their own under way.
    if (this.draft === undefined) this.seen = { revision: answer.text.revision, value: answer.text.value };
    return this.draft === undefined;
  }
}

describe('twenty people who write at once over connections that drop', () => {
  it.each([1, 2, 3])('lose no line and double none, seed %i', async (seed) => {
    await portal.transaction(async (tx) => {
      for (const table of ['review_text', 'review_item', 'review', 'review_series'] as const) await tx.db.deleteFrom(table).execute();
      await holdReview(tx);
    });
    const dice = createDice(seed);
    const writers = Array.from({ length: 20 }, (_, at) => {
      const person = heads[at % heads.length];
      if (person === undefined) throw new Error('nobody writes');
      return new Writer(person, fields[at % fields.length] ?? 'why', createDice(seed * 100 + at));
    });
    for (let round = 0; round < 6; round += 1) {
      const busy = writers.filter(() => dice() < 0.7);
      for (const [at, writer] of busy.entries()) writer.type(`${seed}.${round}.${at} ${writers.indexOf(writer)}`);
      await Promise.all(busy.map((writer) => writer.send(true)));
    }
    let waiting = writers;
    while (waiting.length > 0) {
      const done = await Promise.all(waiting.map((writer) => writer.send(false)));
      waiting = waiting.filter((_, at) => done[at] === false);
    }
    const review = await heads[0]?.call(getReview, { reviewId });
    const texts = review?.items[0]?.texts ?? [];
    for (const field of fields) {
      const text = texts.find((one) => one.field === field);
      const all = [text?.value ?? '', ...(text?.beside.map(({ value }) => value) ?? [])].reduce(joinTexts, '');
      const typed = writers.flatMap((writer, at) => (fields[at % fields.length] === field ? writer.typed : []));
      expect(all.split('\n').toSorted()).toEqual(typed.toSorted());
      const lines = (text?.value ?? '').split('\n');
      expect(new Set(lines).size).toBe(lines.length);
    }
    const kept = await portal.transaction((tx) => tx.db.selectFrom('review_text').select(['field', 'write_id', 'revision']).execute());
    expect(new Set(kept.map(({ write_id }) => write_id)).size).toBe(kept.length);
    // Something was written side by side, or this has tested nothing.
    expect(kept.some(({ revision }) => revision === null)).toBe(true);
  });
});
