import type { Language } from './format.ts';

type Code =
  | 'bad-request'
  | 'session-expired'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'plan-closed'
  | 'ledger-halted'
  | 'pin-refused'
  | 'pin-locked'
  | 'too-large'
  | 'file-refused'
  | 'too-many-requests'
  | 'portal-unknown'
  | 'portal-unavailable'
  | 'portal-refused'
  | 'not-installed'
  | 'unavailable'
  | 'internal';

/** What a person reads when a call fails; the code and the request number stand beside it in small print. */
export const errorTexts: Readonly<Record<Code, Readonly<Record<Language, string>>>> = {
  'bad-request': { ru: 'Запрос не принят: проверьте введённое.', en: 'The request was not accepted: check what was entered.' },
  'session-expired': {
    ru: 'Сеанс закончился. Откройте «Курс» из Битрикс24 ещё раз.',
    en: 'The session has ended. Open Kurs from Bitrix24 again.',
  },
  forbidden: { ru: 'Нет доступа. Его открывает администратор портала.', en: 'No access. A portal administrator can grant it.' },
  'not-found': { ru: 'Такой записи нет.', en: 'There is no such record.' },
  conflict: {
    ru: 'Данные изменились, пока страница была открыта. Обновите её.',
    en: 'The data changed while the page was open. Reload it.',
  },
  'plan-closed': {
    ru: 'План месяца закрыт. Открыть его снова может администратор.',
    en: 'The plan of this month is closed. An administrator can open it again.',
  },
  'ledger-halted': {
    ru: 'Журнал подписей остановлен: сервис нашёл в нём расхождение. Остальное работает. Сообщите администратору.',
    en: 'The journal of signatures is on hold: the service found a discrepancy in it. Everything else works. Tell an administrator.',
  },
  'pin-refused': { ru: 'ПИН-код не подошёл.', en: 'The PIN does not match.' },
  'pin-locked': {
    ru: 'Слишком много неверных попыток. ПИН-код временно закрыт.',
    en: 'Too many wrong tries. The PIN is locked for a while.',
  },
  'too-large': { ru: 'Запрос слишком большой.', en: 'The request is too large.' },
  'file-refused': {
    ru: 'Файл не принят. Скачайте таблицу ещё раз и заполните её.',
    en: 'The file was not accepted. Download the workbook again and fill it in.',
  },
  'too-many-requests': { ru: 'Слишком много запросов. Подождите минуту.', en: 'Too many requests. Wait a minute.' },
  'portal-unknown': { ru: 'Этот портал не подключён к «Курсу».', en: 'This portal is not connected to Kurs.' },
  'portal-unavailable': {
    ru: 'Битрикс24 не отвечает. Показаны последние числа.',
    en: 'Bitrix24 does not answer. The last known numbers are shown.',
  },
  'portal-refused': { ru: 'Битрикс24 отказал в доступе. Откройте «Курс» заново.', en: 'Bitrix24 refused access. Open Kurs again.' },
  'not-installed': { ru: '«Курс» ещё не установлен на портале.', en: 'Kurs is not installed on this portal yet.' },
  unavailable: { ru: 'Сервер занят. Попробуем снова через минуту.', en: 'The server is busy. We try again in a minute.' },
  internal: {
    ru: 'На сервере ошибка. Введённое сохранено, если страница это показала.',
    en: 'The server failed. What the page showed as saved is saved.',
  },
};
