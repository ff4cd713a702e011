import { describe, expect, it } from 'vitest';
import { escapeBbCode, planSentText, receiptText } from '#texts/notifications.ts';

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

describe('escaping', () => {
  it('leaves text without brackets alone and no bracket in any other', () => {
    expect(escapeBbCode('Поставка СИЗ, завод «Прогресс»')).toBe('Поставка СИЗ, завод «Прогресс»');
    expect(escapeBbCode('[b]a[/b]')).toBe('［b］a［/b］');
  });
});
