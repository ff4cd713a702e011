import { formatDay, formatMonth, plural, type Language } from './format.ts';

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

/** What an administrator keeps: with it whoever rewrites the journal later is found out. */
export function headDigestText(head: { size: number; root: string; kid: string }, language: Language): string {
  return language === 'ru'
    ? `Контрольное значение журнала подписей: записей ${head.size}, корень ${head.root}, ключ ${head.kid}. Сохраните это сообщение: по нему видно, не переписан ли журнал.`
    : `Control value of the journal of signatures: ${head.size} records, root ${head.root}, key ${head.kid}. Keep this message: it shows whether the journal was rewritten.`;
}

const namesTold = 3;

/** Somebody's numbers are older than `days` days; without names none has been entered yet. */
export function metricDueText(metric: { name: string; days: number; names: readonly string[] }, language: Language): string {
  const name = escapeBbCode(metric.name);
  const told = metric.names.slice(0, namesTold).map(escapeBbCode).join(', ');
  const left = metric.names.length - namesTold;
  if (language === 'ru') {
    const where = 'Откройте «Курс», раздел «Свои показатели».';
    if (metric.names.length === 0) return `Показатель «${name}» ждёт первых значений. ${where}`;
    const days = `${metric.days} ${plural(metric.days, ['дня', 'дней', 'дней'])}`;
    return `Пора обновить показатель «${name}». Значения старше ${days}: ${told}${left > 0 ? ` и ещё ${left}` : ''}. ${where}`;
  }
  const where = 'Open Kurs, section “Own metrics”.';
  if (metric.names.length === 0) return `The metric “${name}” waits for its first values. ${where}`;
  const days = `${metric.days} ${metric.days === 1 ? 'day' : 'days'}`;
  return `Time to update the metric “${name}”. Values older than ${days}: ${told}${left > 0 ? ` and ${left} more` : ''}. ${where}`;
}
