import type { Language } from './format.ts';
import { escapeBbCode } from './notifications.ts';

/** To the head and to administrators: somebody would like to see more than their own numbers. */
export function accessAskedText(personName: string, language: Language): string {
  const who = escapeBbCode(personName);
  return language === 'ru'
    ? `Просьба о доступе к числам отдела в «Курсе»: ${who}. Числа отдела видят его руководитель и заместитель по структуре Битрикс24, а на время исполняющий обязанности: он назначается в «Курсе», «Настройки».`
    : `A request for access to a department’s numbers in Kurs: ${who}. They are seen by its head and deputy in the Bitrix24 structure, and for a time by an acting head, who is appointed in Kurs, “Settings”.`;
}
