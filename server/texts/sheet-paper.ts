import type { Language } from './format.ts';

export interface SheetPaperTexts {
  readonly title: string;
  readonly fingerprint: string;
  readonly answer: string;
  readonly unanswered: string;
  /** Stands for the words of somebody whose personal data was erased. */
  readonly erased: string;
  readonly reply: string;
  readonly audit: string;
  /** Who does what happens by itself. */
  readonly service: string;
  readonly code: string;
  readonly note: string;
  /** From where the answer came. */
  readonly circumstances: (told: { portal: string; confirmedAt: string; address: string; userAgent: string }) => string;
  /** How surely the person is known, by the level of the entry. */
  readonly levels: Readonly<Record<string, string>>;
}

/** What stands around the words of a sheet when it is printed. */
export const sheetPaperTexts: Readonly<Record<Language, SheetPaperTexts>> = {
  ru: {
    title: 'Лист ознакомления с планом',
    fingerprint: 'Отпечаток плана, SHA-256',
    answer: 'Ответ сотрудника',
    unanswered: 'Ответа ещё нет. Молчание согласием не считается.',
    erased:
      'Персональные данные сотрудника удалены: имени, текста листа и слов сотрудника больше нет. Числа плана, отпечатки и записи журнала остались и проверяются.',
    reply: 'Ответ руководителя',
    audit: 'Записи журнала',
    service: 'сервис',
    code: 'Код квитанции',
    note: 'Записи журнала запечатаны сервисом. Печать показывает, что они не менялись, и не заменяет электронную подпись сотрудника. Проверка: файл verify.html в этом архиве.',
    circumstances: ({ portal, confirmedAt, address, userAgent }) =>
      `Портал ${portal} подтвердил вход ${confirmedAt}. Адрес: ${address}. Браузер: ${userAgent}.`,
    levels: {
      L1: 'Подтверждено входом через портал (уровень L1).',
      L2: 'Подтверждено входом через портал и личным кодом (уровень L2).',
      L3: 'Подтверждено входом, личным кодом и кодом вне портала (уровень L3).',
    },
  },
  en: {
    title: 'Acknowledgement of a plan',
    fingerprint: 'Fingerprint of the plan, SHA-256',
    answer: 'Answer of the person',
    unanswered: 'There is no answer yet. Silence is not acceptance.',
    erased:
      'The personal data of this person was erased: the name, the words of the sheet and what the person said are gone. The numbers of the plan, fingerprints and entries of the ledger stay and can be verified.',
    reply: 'Answer of the head',
    audit: 'Entries of the ledger',
    service: 'the service',
    code: 'Code of the receipt',
    note: 'Entries of the ledger are sealed by the service. The seal shows that they did not change; it does not replace an electronic signature of the person. To verify, open verify.html of this archive.',
    circumstances: ({ portal, confirmedAt, address, userAgent }) =>
      `The portal ${portal} confirmed the person at ${confirmedAt}. Address: ${address}. Browser: ${userAgent}.`,
    levels: {
      L1: 'Confirmed by a session of the portal (level L1).',
      L2: 'Confirmed by a session of the portal and a personal code (level L2).',
      L3: 'Confirmed by a session, a personal code and a code from outside the portal (level L3).',
    },
  },
};

const names: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'plan.issued': { ru: 'план выдан', en: 'plan issued' },
  'plan.viewed': { ru: 'открыт', en: 'opened' },
  'plan.read': { ru: 'ознакомлен', en: 'read to the end' },
  'plan.paper_ack': { ru: 'ознакомлен на бумаге', en: 'acquainted on paper' },
  'objection.answered': { ru: 'руководитель ответил', en: 'answered by a head' },
  'ack.overdue': { ru: 'ответа в срок нет', en: 'no answer in time' },
  'agreement.accepted': { ru: 'соглашение принято', en: 'agreement accepted' },
  'pin.set': { ru: 'ПИН-код задан', en: 'PIN set' },
  'pin.reset': { ru: 'ПИН-код сброшен', en: 'PIN reset' },
  'plan.signed': { ru: 'согласен', en: 'signed' },
  'plan.signed_with_objections': { ru: 'подписано с возражениями', en: 'signed with objections' },
  'plan.refused': { ru: 'не согласен, нужен разговор', en: 'refused, a talk is needed' },
  'plan.closed': { ru: 'план закрыт', en: 'plan closed' },
  'plan.reopened': { ru: 'план открыт снова', en: 'plan opened again' },
  'erasure.done': { ru: 'персональные данные удалены', en: 'personal data erased' },
  'export.made': { ru: 'доказательства выгружены', en: 'evidence exported' },
};

/** An entry's type in words; one that has none yet is told as it is. */
export function printedEntryName(type: string, language: Language): string {
  return names[type]?.[language] ?? type;
}
