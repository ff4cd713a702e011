import { describe, expect, it } from 'vitest';
import { amountScale } from '#components/planning/plan-amount.ts';
import {
  listParts,
  listReceivers,
  movableRows,
  parseDelta,
  possibleBetween,
  readMoves,
} from '#components/redistribution/redistribution-draft.ts';

const scale = amountScale('revenue', 'RUB');
const person = (userId: string, lastName: string, isActive = true) => ({
  ...{ userId, lastName, firstName: 'Имя', departmentId: '2', isHead: false, isActive },
});
const line = (userId: string, value: string) => ({ metric: 'revenue' as const, scope: `person:${userId}`, value });
const part = (userId: string, key: string, published: string | null) => ({
  ...{ scope: `person:${userId}`, key, title: key, published, draft: null, fact: null, before: null },
});
const sources = {
  grid: {
    people: [person('1', 'Орлов'), person('2', 'Петров'), person('3', 'Сомов'), person('4', 'Ушедший', false)],
    published: [line('1', '1000000.00'), line('3', '500000.00')],
    editable: ['person:1', 'person:2', 'person:4'],
  },
  parts: [part('1', 'client=company:7', '300000.00'), part('2', 'client=company:8', '100000.00'), part('1', 'brand=Makita', null)],
  ...{ metric: 'revenue' as const, scale },
};
const typed = (texts: Record<string, string>) => readMoves(movableRows(sources, 'people'), new Map(Object.entries(texts)), scale, 'ru');

describe('what is typed into a redistribution', () => {
  it('is read with its sign in thousands, to the kopeck', () => {
    expect(['', '400', '+150,5', '−0,00001', '- 200', '1 000'].map((text) => parseDelta(text, scale, 'ru'))).toEqual([
      ...[0n, 400_000_00n, 150_500_00n, -1n, -200_000_00n, 1_000_000_00n],
    ]);
    expect(['−', 'много', '0,000001', '--5'].map((text) => parseDelta(text, scale, 'ru'))).toEqual([null, null, null, null]);
  });

  it('moves only what sums to nothing, and says how far it is from that', () => {
    expect(typed({ 'person:1': '−400' })).toMatchObject({ rest: -400_000_00n, outcome: { kind: 'refused', reason: 'not-zero' } });
    expect(typed({ 'person:1': '−400', 'person:2': '400' })).toMatchObject({
      rest: 0n,
      outcome: { kind: 'moved', changes: [{ to: 600_000_00n }, { from: 0n, to: 400_000_00n }] },
    });
    expect(typed({ 'person:1': '−1400', 'person:2': '1400' }).outcome).toEqual({ kind: 'refused', reason: 'below-zero' });
    expect(typed({ 'person:1': 'x' }).unclear).toEqual(['person:1']);
  });

  it('goes nowhere into an own plan, and not to somebody who has left with nothing', () => {
    expect(movableRows(sources, 'people').map(({ id, lock }) => [id, lock])).toEqual([
      ['person:1', null],
      ['person:2', null],
      ['person:3', 'own'],
    ]);
    expect(possibleBetween(sources)).toEqual(['people', 'clients']);
    expect(movableRows(sources, 'clients').map(({ name }) => name)).toEqual([
      'client=company:7 · Орлов Имя',
      'client=company:8 · Петров Имя',
    ]);
  });

  it('gives a client to somebody who has had nothing of it', () => {
    expect(listParts(sources, 'clients').map(({ key }) => key)).toEqual(['client=company:7', 'client=company:8']);
    expect(listReceivers(sources)).toEqual([
      { scope: 'person:1', name: 'Орлов Имя' },
      { scope: 'person:2', name: 'Петров Имя' },
    ]);
    const added = [{ key: 'client=company:7', title: 'Ромашка', scope: 'person:2', name: 'Петров Имя' }];
    const rows = movableRows(sources, 'clients', [...added, ...added.map((one) => ({ ...one, scope: 'person:1' }))]);
    expect(rows.map(({ name, value }) => [name, value])).toEqual([
      ['client=company:7 · Орлов Имя', 300_000_00n],
      ['client=company:8 · Петров Имя', 100_000_00n],
      ['Ромашка · Петров Имя', null],
    ]);
    const texts = new Map([
      ['person:1 client=company:7', '−100'],
      ['person:2 client=company:7', '100'],
    ]);
    expect(readMoves(rows, texts, scale, 'ru').outcome).toMatchObject({
      kind: 'moved',
      changes: [{ to: 200_000_00n }, { from: 0n, to: 100_000_00n }],
    });
  });
});
