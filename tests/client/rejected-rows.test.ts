import { describe, expect, it } from 'vitest';
import type { SyncStatus } from '#contract/sync-status.ts';
import FirstLoad from '#components/plain/FirstLoad.vue';
import { mountView, readText } from './mount-view.ts';
import { buildBoot, buildSync } from './sample-data.ts';

type Entity = SyncStatus['entities'][number];

const entity = (change: Partial<Entity>): Entity => ({
  entity: 'deals',
  state: 'ready',
  rows: 10,
  expectedRows: 10,
  rejected: 0,
  rejectedRows: [],
  ...change,
});
const show = (entities: Entity[], language: 'ru' | 'en' = 'ru') =>
  mountView(FirstLoad, buildBoot({ language }), { status: buildSync({ entities }) });

const deals = entity({
  rejected: 2,
  rejectedRows: [
    { rowKey: '15', field: 'opportunity', reason: 'wrong-format' },
    { rowKey: '16', field: '', reason: 'wrong-type' },
  ],
});
const calls = entity({ entity: 'calls', rejected: 1, rejectedRows: [{ rowKey: '7', field: 'CALL_TYPE', reason: 'missing' }] });

describe('rows that could not be read', () => {
  it('are counted over all entities, with entity, row, field and reason in plain words', () => {
    const view = show([deals, calls]);
    expect(view.get('summary').text()).toBe('Не прочитано строк: 3');
    expect(view.get('details').attributes('open')).toBeUndefined();
    const text = readText(view);
    expect(text).toContain('Сделки, строка 15: поле opportunity, значение записано не так');
    expect(text).toContain('Сделки, строка 16: значение не того типа');
    expect(text).toContain('Звонки, строка 7: поле CALL_TYPE, нет значения');
    expect(text).toContain('В показателях их нет');
    expect(text).not.toContain('Показаны первые');
  });

  it('are counted in English too, one and many', () => {
    expect(show([calls], 'en').get('summary').text()).toBe('1 row could not be read');
    expect(show([deals, calls], 'en').get('summary').text()).toBe('3 rows could not be read');
  });

  it('are counted by the rules of Russian', () => {
    const titles = [1, 2, 5, 21].map((rejected) =>
      show([entity({ rejected })])
        .get('summary')
        .text(),
    );
    expect(titles).toEqual(['Не прочитана 1 строка', 'Не прочитано строк: 2', 'Не прочитано строк: 5', 'Не прочитана 21 строка']);
  });

  it('say that only some of them are listed', () => {
    expect(readText(show([{ ...calls, rejected: 30 }]))).toContain('Показаны первые: 1');
  });

  it('are not spoken of when there are none', () => {
    expect(
      show([entity({})])
        .find('details')
        .exists(),
    ).toBe(false);
  });
});
