import { describe, expect, it } from 'vitest';
import { escapeBbCode, metricDueText, planSentText, receiptText } from '#texts/notifications.ts';

const sent = { month: '2026-12', version: 3, authorName: 'Марина Ковалёва', signBefore: '2026-11-20' };
const receipt = { month: '2026-12', version: 3, sequence: 412, code: '7F3A-91C2' };

describe('the notification of a plan', () => {
  it('says which plan waits, until when, from whom and where', () => {
    expect(planSentText(sent, 'ru')).toBe(
      'План на декабрь 2026, версия 3, ждёт вашей подписи до 20 ноября 2026. Отправитель: Марина Ковалёва. Откройте «Курс» в меню «Приложения».',
    );
    expect(planSentText(sent, 'en')).toBe(
      'The plan for December 2026, version 3, waits for your signature until 20 November 2026. Sent by Марина Ковалёва. Open Kurs in the Applications menu.',
    );
  });

  it('shows BB codes of a name as plain characters', () => {
    for (const language of ['ru', 'en'] as const) {
      const text = planSentText({ ...sent, authorName: '[URL=https://evil.example]Марина[/URL][SEND=1][CALL]' }, language);
      expect(text).not.toMatch(/[[\]]/);
      expect(text).toContain('Марина');
    }
  });
});

describe('a receipt', () => {
  it('names plan, record and code', () => {
    expect(receiptText(receipt, 'ru')).toBe('Подтверждение: план на декабрь 2026, версия 3. Запись в журнале № 412, код 7F3A-91C2.');
    expect(receiptText(receipt, 'en')).toBe('Receipt: plan for December 2026, version 3. Journal record no. 412, code 7F3A-91C2.');
  });
});

describe('the reminder of a metric', () => {
  const due = { name: 'POS-материалы', days: 14, names: ['Петров Иван'] };

  it('says whose numbers are older than how many days, at most three of them by name', () => {
    expect(metricDueText(due, 'ru')).toBe(
      'Пора обновить показатель «POS-материалы». Значения старше 14 дней: Петров Иван. Откройте «Курс», раздел «Свои показатели».',
    );
    expect(metricDueText({ ...due, days: 1, names: ['А', 'Б', 'В', 'Г', 'Д'] }, 'ru')).toContain('старше 1 дня: А, Б, В и ещё 2.');
    expect(metricDueText({ ...due, days: 21 }, 'ru')).toContain('старше 21 дня:');
    expect(metricDueText({ ...due, days: 1, names: ['A', 'B', 'C', 'D'] }, 'en')).toBe(
      'Time to update the metric “POS-материалы”. Values older than 1 day: A, B, C and 1 more. Open Kurs, section “Own metrics”.',
    );
  });

  it('asks for the first ones where there are none', () => {
    expect(metricDueText({ ...due, names: [] }, 'ru')).toBe(
      'Показатель «POS-материалы» ждёт первых значений. Откройте «Курс», раздел «Свои показатели».',
    );
    expect(metricDueText({ ...due, names: [] }, 'en')).toContain('waits for its first values');
  });

  it('shows BB codes as plain characters', () => {
    for (const language of ['ru', 'en'] as const) {
      expect(metricDueText({ name: '[b]X[/b]', days: 2, names: ['[url=x]Иван[/url]'] }, language)).not.toMatch(/[[\]]/);
    }
  });
});

describe('escaping', () => {
  it('leaves text without brackets alone and no bracket in any other', () => {
    expect(escapeBbCode('Поставка СИЗ, завод «Прогресс»')).toBe('Поставка СИЗ, завод «Прогресс»');
    expect(escapeBbCode('[b]a[/b]')).toBe('［b］a［/b］');
  });
});
