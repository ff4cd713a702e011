import type { Unit } from '#domain/planning/metric.ts';
import { formatMonth, formatPeriod, plural, type Language } from './format.ts';

/** Words of a workbook that are looked for when it comes back; earlier ones stay readable beside new ones. */
export const workbookHeadings = {
  guide: { ru: 'Как заполнять', en: 'How to fill in' },
  id: { ru: 'Код', en: 'ID' },
  name: { ru: 'Имя', en: 'Name' },
  department: { ru: 'Отдел', en: 'Department' },
} as const satisfies Record<string, Readonly<Record<Language, string>>>;

export function isHeading(text: string, heading: keyof typeof workbookHeadings): boolean {
  const { ru, en } = workbookHeadings[heading];
  return [ru.toLowerCase(), en.toLowerCase()].includes(text.trim().toLowerCase());
}

/** What stands over the column of a plan: «декабрь 2026»; of other periods their key stands behind, «IV квартал 2026 (2026-Q4)». */
export function periodHeading(key: string, language: Language): string {
  return /^\d{4}-\d\d$/.test(key) ? formatMonth(key, language) : `${formatPeriod(key, language)} (${key})`;
}

/**
 * The key that a heading names, in either language: of a month by its name too. A year alone is a sum that somebody has added.
 * Whether the calendar has such a period is for others to say.
 */
export function findPeriodKey(heading: string): string | undefined {
  const text = heading.trim();
  const key = /\(((?:19|20|21)\d\d[-\dQHW]*)\)$/.exec(text)?.[1] ?? /^(?:19|20|21)\d\d-[-\dQHW]+$/.exec(text)?.[0];
  if (key !== undefined) return key;
  const [word = '', year = '', ...rest] = text.toLowerCase().split(/\s+/);
  if (!/^(19|20|21)\d\d$/.test(year) || rest.length > 0) return undefined;
  return Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`).find((month) =>
    (['ru', 'en'] as const).some((language) => formatMonth(month, language).toLowerCase() === `${word} ${year}`),
  );
}

export function unitWords(metric: { unit: Unit; isPerWorkday: boolean }, currency: string, language: Language): string {
  const words = {
    money: { ru: currency, en: currency },
    count: { ru: 'число', en: 'number' },
    quantity: { ru: 'количество', en: 'quantity' },
    percent: { ru: 'в процентах', en: 'in percent' },
  }[metric.unit][language];
  if (!metric.isPerWorkday) return words;
  return language === 'ru' ? 'в рабочий день' : 'a working day';
}

export function workdaysWords(count: number, language: Language): string {
  if (language === 'en') return `${count} working ${count === 1 ? 'day' : 'days'}`;
  return `${count} ${plural(count, ['рабочий день', 'рабочих дня', 'рабочих дней'])}`;
}

export const lockedWords: Readonly<Record<Language, string>> = { ru: 'план закрыт', en: 'the plan is closed' };

export const guideLines: Readonly<Record<Language, readonly string[]>> = {
  ru: [
    'На каждом листе один показатель: строки — компания, отделы и сотрудники, столбцы — месяцы или другие сроки плана.',
    'Под владельцем плана стоят его разрезы: клиенты, товары, бренды, воронки. Новый разрез добавляется в «Курсе», числа можно вписать здесь.',
    'Меняйте числа в белых ячейках. Пустая ячейка означает, что плана нет.',
    'Серые ячейки изменить нельзя: это ваш собственный план, чужие отделы и закрытые планы.',
    'Строки, столбцы и листы можно убрать: чего в файле нет, то останется как было.',
    'Код не меняйте. Если его стереть, строка найдётся по имени, а при тёзках — по имени и отделу.',
    'Из формул берётся только посчитанное значение.',
    'Загрузите файл в «Курсе», в разделе «Планы». До подтверждения вы увидите, что изменится, и ничего не запишется.',
  ],
  en: [
    'Each sheet holds one metric: rows are the company, departments and people, columns are months or other periods of plans.',
    'Below the owner of a plan stand the parts of it: clients, goods, brands, pipelines. A new part is added in Kurs, its numbers can be written here.',
    'Change numbers in white cells. An empty cell means that there is no plan.',
    'Grey cells cannot be changed: your own plan, other departments, and closed plans.',
    'Rows, columns and sheets may be removed: what is not in the file stays as it was.',
    'Leave the ID as it is. Without it a row is found by its name, and by name and department where two are alike.',
    'Of formulas only the computed value is taken.',
    'Upload the file in Kurs, in the section “Plans”. You see what will change before anything is written.',
  ],
};
