import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestKept, maskExchange } from '#bitrix/mask-exchange.ts';
import { familyOf, findOperating, type RestExchange } from '#bitrix/rest-watch.ts';

const exchange: RestExchange = {
  memberId: 'a'.repeat(32),
  method: 'crm.item.list',
  params: {},
  startedAt: new Date('2026-11-26T08:00:00.000Z'),
  seconds: 0.2514,
  status: 200,
  outcome: 'done',
  code: null,
  operating: 1.5,
  answer: undefined,
};
const answerOf = (answer: unknown): string => maskExchange({ ...exchange, answer }).answer;
const paramsOf = (params: RestExchange['params']): string => maskExchange({ ...exchange, params }).params;

describe('T7: what is kept of a request', () => {
  it('says what was asked, when, how long it took and what came of it', () => {
    expect(maskExchange({ ...exchange, params: { entityTypeId: 2, start: 50 } })).toEqual({
      at: '2026-11-26T08:00:00.000Z',
      method: 'crm.item.list',
      params: '{"entityTypeId":2,"start":50}',
      status: 200,
      outcome: 'done',
      code: null,
      ms: 251,
      operating: 1.5,
      answer: '',
    });
  });

  it('keeps names of fields, ids, dates, codes and flags', () => {
    const params = {
      entityTypeId: 2,
      select: ['id', 'title', 'UF_CRM_1', '*'],
      filter: { '>id': 500, '@stageId': ['C1:WON', 'C1:NEW'], '>=updatedTime': '2026-11-26T08:00:00+03:00', assignedById: '6' },
      order: { id: 'ASC' },
    };
    expect(JSON.parse(paramsOf(params))).toEqual(params);
    const answer = { result: { items: [{ id: 7, ID: '8', isManualOpportunity: 'Y', opened: true, currencyId: 'RUB' }] }, total: 3 };
    expect(JSON.parse(answerOf(answer))).toEqual(answer);
  });

  it('masks every word, sum and figure that may be of a person', () => {
    const answer = {
      result: {
        title: 'Иванов Пётр',
        NAME: 'IVANOV',
        opportunity: 4_600_000,
        PHONE: [{ VALUE: '+79161234567', VALUE_TYPE: 'WORK', ID: '79161234567' }],
        PERSONAL_BIRTHDATE: '1980-05-01',
        ORIGIN_ID: 'ivan@example.com',
        companyId: 'ООО Ромашка',
        comments: 'Позвонить после 18',
        ufCrm1: '12345',
      },
      error_description: 'Нет доступа к Иванову',
    };
    const kept = answerOf(answer);
    expect(kept).not.toMatch(/[А-Яа-яё]|IVANOV|4600000|7916|1980|example|12345|WORK/);
    for (const key of ['title', 'PHONE', 'PERSONAL_BIRTHDATE', 'companyId']) expect(kept).toContain(`"${key}":`);
    expect(kept).toContain('"title":"[text 11]"');
    expect(kept).toContain('"opportunity":"[number]"');
  });

  it('masks what a notice says and what the commands of a batch look for', () => {
    expect(paramsOf({ USER_ID: '6', MESSAGE: 'План на ноябрь', TAG: 'kurs:rcpt:0123' })).toBe(
      '{"USER_ID":"6","MESSAGE":"[text 14]","TAG":"[text 14]"}',
    );
    const cmd = { c0: 'crm.item.list?filter[>id]=5&filter[%25title]=%D0%98%D0%B2%D0%B0%D0%BD&select[0]=id&filter[phone]=79161234567' };
    expect(paramsOf({ halt: 0, cmd })).toBe(
      '{"halt":0,"cmd":{"c0":"crm.item.list?filter.>id=5&filter.%title=[text]&select.0=id&filter.phone=[text]"}}',
    );
  });

  it('masks names of fields that are none, and codes that are texts', () => {
    expect(answerOf({ 'Иванов Пётр': 1, 'a b': 1, 'ivan@example.com': 1 })).toBe(
      '{"[key]":"[number]","[key]":"[number]","[key]":"[number]"}',
    );
    expect(maskExchange({ ...exchange, outcome: 'refused', code: 'Иванов не найден' }).code).toBe('[code]');
    expect(maskExchange({ ...exchange, outcome: 'refused', code: 'ACCESS_DENIED' }).code).toBe('ACCESS_DENIED');
  });

  it('ends at two kilobytes, however large or deep the answer is', () => {
    const large = { result: Array.from({ length: 50_000 }, (_, index) => ({ id: index, title: 'x'.repeat(20) })) };
    expect(answerOf(large)).toHaveLength(longestKept);
    expect(answerOf(large).endsWith('…')).toBe(true);
    let deep: unknown = 1;
    for (let depth = 0; depth < 5000; depth += 1) deep = [deep];
    expect(answerOf(deep).length).toBeLessThan(100);
  });

  it('never repeats a word that a person may have written, wherever it stands', () => {
    const secret = fc.constantFrom('Петров', 'ivan@example.com', '+7 916 123-45-67', '89161234567', 'IVANOV IVAN', 'пароль');
    const key = fc.constantFrom('title', 'ID', 'stageId', 'select', 'filter', 'cmd', 'ORIGIN_ID', 'TYPE_ID', '0', 'at', 'x y');
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, secret, fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(key, tie('value'), { maxKeys: 4 })),
    }));
    fc.assert(
      fc.property(value, (answer) => {
        expect(answerOf(answer)).not.toMatch(/[а-яё]|ivan|916|IVANOV/i);
      }),
    );
  });
});

describe('what is counted of a request', () => {
  it('is the dearest method of a batch', () => {
    expect(findOperating({ time: { operating: 2 }, result: { result_time: { c0: { operating: 5 }, c1: {} } } })).toBe(5);
    expect(findOperating({ time: { operating: 2 }, result: [] })).toBe(2);
    for (const nothing of [undefined, null, 'x', { time: {} }, { result: { result_time: 'x' } }]) expect(findOperating(nothing)).toBeNull();
  });

  it('is of one of a dozen families', () => {
    expect(['crm.item.list', 'api/timeman.record.list', 'user.get', 'batch', 'x.y', ''].map(familyOf)).toEqual([
      'crm',
      'timeman',
      'directory',
      'batch',
      'other',
      'other',
    ]);
  });
});
