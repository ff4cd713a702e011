import { describe, expect, it } from 'vitest';
import { readProgress, toBreakdown, toDraft } from '#components/acknowledgement/breakdown-form.ts';
import { clientsOfSheet } from '#components/acknowledgement/sheet-clients.ts';
import { buildSheet } from './sample-data.ts';

const part = (key: string, title: string, value: string | null) => ({ metric: 'revenue' as const, key, title, value, was: null });
const target = { metric: 'revenue' as const, value: '4600000.00', was: null };
const parts = [
  part('client=company:1414', 'Завод «Прогресс»', '1400000.00'),
  part('client=company:164', '«УралТехСнаб»', '1000000.00'),
  part('client=company:986', '«Автодор-Сервис»', null),
  part('client=group:Остальные%0020постоянные', 'Остальные постоянные', '900000.00'),
  part('client=group:Основные%0020дилеры', 'Основные дилеры', '100000.00'),
  part('client=group:Новые', 'Новые клиенты', '600000.00'),
  part('brand=Исток', 'Исток', '4600000.00'),
  part('brand=Исток&client=company:1414', 'Завод «Прогресс», Исток', '500000.00'),
];

describe('the breakdown of a sheet that plans by clients', () => {
  it('begins with these clients; groups have their words, and the rest of the target is with others', () => {
    const sheet = buildSheet({ targets: [target], parts, breakdown: null });
    expect(clientsOfSheet(sheet)).toEqual([
      { client: { kind: 'company', id: '1414', title: 'Завод «Прогресс»' }, value: 140_000_000n },
      { client: { kind: 'company', id: '164', title: '«УралТехСнаб»' }, value: 100_000_000n },
      { client: { kind: 'regular' }, value: 90_000_000n },
      { client: { kind: 'other' }, value: 70_000_000n },
      { client: { kind: 'new' }, value: 60_000_000n },
    ]);
    const draft = toDraft(sheet, 'ru');
    expect(readProgress(draft, sheet, 'ru').clients).toBe(460_000_000n);
    expect(toBreakdown(draft, sheet, 'ru').clients[0]).toEqual({
      client: { kind: 'company', id: '1414', title: 'Завод «Прогресс»' },
      value: '1400000.00',
    });
  });

  it('has no clients where the plan names none, and keeps what the person has saved', () => {
    expect(toDraft(buildSheet({ targets: [target], parts: [] }), 'ru').clients).toEqual([]);
    const saved = { weeks: [], clients: [{ client: { kind: 'new' as const }, value: '4600000.00' }] };
    const breakdown = { ...saved, hash: 'a'.repeat(64), savedAt: '2026-11-16T08:00:00.000Z' };
    expect(toDraft(buildSheet({ targets: [target], parts, breakdown }), 'ru').clients).toHaveLength(1);
  });
});
