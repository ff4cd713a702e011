import { formatDay, formatPeriod, plural, type Language } from './format.ts';

/** BB codes in names and titles must arrive as plain characters. */
export function escapeBbCode(text: string): string {
  return text.replaceAll('[', '［').replaceAll(']', '］');
}

export function planSentText(plan: { month: string; version: number; authorName: string; signBefore: string }, language: Language): string {
  const author = escapeBbCode(plan.authorName);
  return language === 'ru'
    ? `План на ${formatPeriod(plan.month, 'ru')}, версия ${plan.version}, ждёт вашей подписи до ${formatDay(plan.signBefore, 'ru')}. Отправитель: ${author}. Откройте «Курс» в меню «Приложения».`
    : `The plan for ${formatPeriod(plan.month, 'en')}, version ${plan.version}, waits for your signature until ${formatDay(plan.signBefore, 'en')}. Sent by ${author}. Open Kurs in the Applications menu.`;
}

export function receiptText(receipt: { month: string; version: number; sequence: number; code: string }, language: Language): string {
  return language === 'ru'
    ? `Подтверждение: план на ${formatPeriod(receipt.month, 'ru')}, версия ${receipt.version}. Запись в журнале № ${receipt.sequence}, код ${receipt.code}.`
    : `Receipt: plan for ${formatPeriod(receipt.month, 'en')}, version ${receipt.version}. Journal record no. ${receipt.sequence}, code ${receipt.code}.`;
}

/** What an administrator keeps: with it whoever rewrites the journal later is found out. */
export function headDigestText(head: { size: number; root: string; kid: string }, language: Language): string {
  return language === 'ru'
    ? `Контрольное значение журнала подписей: записей ${head.size}, корень ${head.root}, ключ ${head.kid}. Сохраните это сообщение: по нему видно, не переписан ли журнал.`
    : `Control value of the journal of signatures: ${head.size} records, root ${head.root}, key ${head.kid}. Keep this message: it shows whether the journal was rewritten.`;
}

interface ToldMessage {
  readonly month: string;
  readonly authorName: string;
  readonly text: string;
}

export function sheetQuestionText({ month, authorName, text }: ToldMessage, language: Language): string {
  const [author, words] = [escapeBbCode(authorName), escapeBbCode(shorten(text))];
  return language === 'ru'
    ? `Вопрос по плану на ${formatPeriod(month, 'ru')}. ${author}: ${words} Ответить можно в «Курсе», «Подписи» в разделе «Обзор».`
    : `A question about the plan for ${formatPeriod(month, 'en')}. ${author}: ${words} Answer in Kurs, “Signatures” in the Overview.`;
}

export function sheetAnswerText({ month, authorName, text }: ToldMessage, language: Language): string {
  const [author, words] = [escapeBbCode(authorName), escapeBbCode(shorten(text))];
  return language === 'ru'
    ? `Ответ по плану на ${formatPeriod(month, 'ru')}. ${author}: ${words} План ждёт вас в «Курсе», «Мой план».`
    : `An answer about the plan for ${formatPeriod(month, 'en')}. ${author}: ${words} The plan waits in Kurs, “My plan”.`;
}

export function objectionAnsweredText({ month, authorName, text }: ToldMessage, language: Language): string {
  const [author, words] = [escapeBbCode(authorName), escapeBbCode(shorten(text))];
  return language === 'ru'
    ? `Ответ на вашу позицию по плану на ${formatPeriod(month, 'ru')}. ${author}: ${words} Весь ответ в «Курсе», «Мой план».`
    : `An answer to your position on the plan for ${formatPeriod(month, 'en')}. ${author}: ${words} All of it is in Kurs, “My plan”.`;
}

/** To the head of whoever objects or refuses. */
export function disagreementText(
  told: ToldMessage & { decision: 'signed-with-objections' | 'refused'; replyBefore: string },
  language: Language,
): string {
  const [author, words] = [escapeBbCode(told.authorName), escapeBbCode(shorten(told.text))];
  const [month, day] = [formatPeriod(told.month, language), formatDay(told.replyBefore, language)];
  if (language === 'ru') {
    return told.decision === 'refused'
      ? `Несогласие с планом на ${month}, нужен разговор до ${day}. ${author}: ${words} План действует. Откройте «Курс», «Подписи».`
      : `План на ${month} подписан с возражениями, ответьте до ${day}. ${author}: ${words} Откройте «Курс», «Подписи».`;
  }
  return told.decision === 'refused'
    ? `Disagreement with the plan for ${month}, talk before ${day}. ${author}: ${words} The plan is in force. Open Kurs, “Signatures”.`
    : `The plan for ${month} was signed with objections, answer before ${day}. ${author}: ${words} Open Kurs, “Signatures”.`;
}

export function planReminderText(plan: { month: string; version: number; signBefore: string }, language: Language): string {
  return language === 'ru'
    ? `Напоминание: план на ${formatPeriod(plan.month, 'ru')}, версия ${plan.version}, ждёт вашего ответа до ${formatDay(plan.signBefore, 'ru')}. Откройте «Курс», «Мой план».`
    : `A reminder: the plan for ${formatPeriod(plan.month, 'en')}, version ${plan.version}, waits for your answer until ${formatDay(plan.signBefore, 'en')}. Open Kurs, “My plan”.`;
}

/** To the head of whoever has not answered in time. */
export function planOverdueText(plan: { month: string; name: string; signBefore: string }, language: Language): string {
  const name = escapeBbCode(plan.name);
  return language === 'ru'
    ? `Ответа по плану на ${formatPeriod(plan.month, 'ru')} нет: ${name}, срок был ${formatDay(plan.signBefore, 'ru')}. Молчание не считается согласием. Откройте «Курс», «Подписи».`
    : `No answer on the plan for ${formatPeriod(plan.month, 'en')}: ${name}, due by ${formatDay(plan.signBefore, 'en')}. Silence is no consent. Open Kurs, “Signatures”.`;
}

export function pinSetText(language: Language): string {
  return language === 'ru'
    ? 'Задан ваш ПИН-код подписи в «Курсе». Если это сделали не вы, сразу сообщите администратору портала: первые сутки подпись с ним записывается как вход через портал.'
    : 'Your signing PIN in Kurs was set. If it was not you, tell the portal administrator at once: for its first day a signature with it is recorded as a portal session.';
}

export function pinResetText(administrator: string, language: Language): string {
  const name = escapeBbCode(administrator);
  return language === 'ru'
    ? `Ваш ПИН-код подписи сброшен, администратор: ${name}. Задайте новый в «Курсе» при следующей подписи. Если вы об этом не просили, сообщите руководителю.`
    : `Your signing PIN was reset by the administrator ${name}. Set a new one in Kurs with your next signature. If you did not ask for it, tell your head.`;
}

const longestQuote = 300;

/** A message is a hint; the whole text stands on the sheet. */
function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > longestQuote ? `${[...line].slice(0, longestQuote).join('')}…` : /[.!?…]$/.test(line) ? line : `${line}.`;
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
