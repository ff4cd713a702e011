import { formatDay, formatMonth, type Language } from './format.ts';

/** BB codes in names and titles must arrive as plain characters. */
export function escapeBbCode(text: string): string {
  return text.replaceAll('[', '［').replaceAll(']', '］');
}

export function planSentText(plan: { month: string; version: number; authorName: string; signBefore: string }, language: Language): string {
  const author = escapeBbCode(plan.authorName);
  return language === 'ru'
    ? `План на ${formatMonth(plan.month, 'ru')}, версия ${plan.version}, ждёт вашей подписи до ${formatDay(plan.signBefore, 'ru')}. Отправитель: ${author}. Откройте «Курс» в меню «Приложения».`
    : `The plan for ${formatMonth(plan.month, 'en')}, version ${plan.version}, waits for your signature until ${formatDay(plan.signBefore, 'en')}. Sent by ${author}. Open Kurs in the Applications menu.`;
}

export function receiptText(receipt: { month: string; version: number; sequence: number; code: string }, language: Language): string {
  return language === 'ru'
    ? `Подтверждение: план на ${formatMonth(receipt.month, 'ru')}, версия ${receipt.version}. Запись в журнале № ${receipt.sequence}, код ${receipt.code}.`
    : `Receipt: plan for ${formatMonth(receipt.month, 'en')}, version ${receipt.version}. Journal record no. ${receipt.sequence}, code ${receipt.code}.`;
}
