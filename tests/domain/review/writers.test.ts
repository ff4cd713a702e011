import { describe, expect, it } from 'vitest';
import { acknowledge, nextToSend, typeText, type DraftText, type Sent } from '#domain/review/draft-text.ts';
import { judgeWriting, type FieldText, type WriteOutcome, type Writing } from '#domain/review/field-text.ts';
import { joinTexts } from '#domain/review/join-texts.ts';

type Judge = (field: FieldText, writing: Writing) => WriteOutcome;

/** Numbers that repeat from a seed. */
function createDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The server's side of one field, with every writing counted once. */
class Field {
  private text: FieldText = { revision: 0, value: '' };
  private readonly beside = new Map<string, string>();
  private readonly known = new Map<string, number | null>();
  private readonly judge: Judge;

  constructor(judge: Judge) {
    this.judge = judge;
  }

  write({ writeId, ...writing }: Sent): { revision: number | null } {
    const before = this.known.get(writeId);
    if (before !== undefined) return { revision: before };
    const outcome = this.judge(this.text, writing);
    if (outcome.kind === 'known') return { revision: this.text.revision };
    const revision = outcome.kind === 'saved' ? outcome.revision : null;
    if (revision === null) this.beside.set(writeId, writing.value);
    else this.text = { revision, value: writing.value };
    for (const id of writing.settles) this.beside.delete(id);
    this.known.set(writeId, revision);
    return { revision };
  }

  read(): FieldText {
    return this.text;
  }

  /** What is kept: the field's text and those beside it. */
  lines(): string[] {
    return [this.text.value, ...this.beside.values()]
      .reduce(joinTexts, '')
      .split('\n')
      .filter((line) => line !== '');
  }
}

/** Twenty browsers at one field for `steps` short steps, over connections that lose requests and answers. */
function hold(seed: number, judge: Judge, steps = 600): { typed: string[]; kept: string[] } {
  const dice = createDice(seed);
  const field = new Field(judge);
  const writers = Array.from({ length: 20 }, () => ({ draft: undefined as DraftText | undefined, seen: field.read() }));
  const typed: string[] = [];
  let writes = 0;
  const send = (writer: (typeof writers)[number], canDrop: boolean): void => {
    if (writer.draft === undefined) return;
    const going = nextToSend(writer.draft, `write ${(writes += 1)}`);
    writer.draft = going;
    if (canDrop && dice() < 0.3) return;
    const answer = field.write(going.sent);
    if (canDrop && dice() < 0.3) return;
    writer.draft = acknowledge(writer.draft, answer);
    if (writer.draft === undefined) writer.seen = field.read();
  };
  for (let step = 0; step < steps; step += 1) {
    const writer = writers[Math.floor(dice() * writers.length)];
    if (writer === undefined) continue;
    if (writer.draft === undefined && dice() < 0.5) writer.seen = field.read();
    if (dice() < 0.4) {
      const line = `line ${step}`;
      const value = writer.draft?.value ?? writer.seen.value;
      writer.draft = typeText(writer.draft, writer.seen.revision, value === '' ? line : `${value}\n${line}`);
      typed.push(line);
    } else send(writer, true);
  }
  while (writers.some(({ draft }) => draft !== undefined)) for (const writer of writers) send(writer, false);
  return { typed, kept: field.lines() };
}

const seeds = Array.from({ length: 20 }, (_, at) => at + 1);

describe('twenty people who write into one field for ten minutes of short steps', () => {
  it.each(seeds)('lose no line and double none over connections that drop, seed %i', (seed) => {
    const { typed, kept } = hold(seed, judgeWriting);
    expect(kept.toSorted()).toEqual(typed.toSorted());
  });

  it('would lose lines without the comparison of revisions', () => {
    const overwrite: Judge = (field) => ({ kind: 'saved', revision: field.revision + 1 });
    const losses = seeds.map((seed) => hold(seed, overwrite)).filter(({ typed, kept }) => kept.length < typed.length);
    expect(losses).toHaveLength(seeds.length);
  });
});
