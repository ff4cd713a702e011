import { formatDay, type Language } from './format.ts';

/** Stands for the name of somebody who was erased. */
export function erasedName(userId: bigint, language: Language): string {
  return language === 'ru' ? `Данные удалены (№ ${userId})` : `Data erased (no. ${userId})`;
}

export interface ErasureAct {
  readonly companyName: string;
  readonly userId: bigint;
  readonly erasedOn: string;
  readonly byName: string;
  readonly basis: 'request' | 'term' | 'other';
  readonly reference: string;
  readonly keptUntil: string | null;
  readonly isEarly: boolean;
  readonly sequence: bigint;
  readonly entryHash: string;
}

const bases = {
  ru: { request: 'требование человека', term: 'срок хранения вышел', other: 'иное основание' },
  en: { request: 'the person asked for it', term: 'the time of keeping has ended', other: 'another reason' },
} as const;

/** The act of destruction for the company's papers; the name is written in by hand, because we do not know it any more. */
export function erasureActText(act: ErasureAct, language: Language): string {
  return `${(language === 'ru' ? russian : english)(act).join('\n')}\n`;
}

function russian(act: ErasureAct): string[] {
  return [
    'АКТ ОБ УНИЧТОЖЕНИИ ПЕРСОНАЛЬНЫХ ДАННЫХ',
    '',
    `Компания (оператор): ${act.companyName}`,
    `Субъект: сотрудник № ${act.userId} портала, фамилия и имя: ____________________`,
    `Дата: ${formatDay(act.erasedOn, 'ru')}`,
    `Удалил: ${act.byName}`,
    `Основание: ${bases.ru[act.basis]}${act.reference === '' ? '' : `, ${act.reference}`}`,
    act.keptUntil === null
      ? 'Листов планов у сотрудника не было.'
      : `Срок хранения доказательств: ${formatDay(act.keptUntil, 'ru')}${act.isEarly ? ', удалено раньше срока' : ''}`,
    '',
    'Уничтожено: имя и должность в приложении; тексты листов планов; возражения и причины отказа; вопросы и ответы по листам; ответы руководителя; разбивка плана; имена свидетелей бумажных актов; ПИН-код подписи; сеансы; ответы на проверку знаний плана; неотправленные и отправленные сообщения в очереди.',
    'Способ: уничтожен ключ, которым зашифрованы тексты; остальное удалено из базы.',
    'Осталось: номер сотрудника, числа планов и фактов, отпечатки и печати журнала.',
    '',
    `Выгрузка из журнала: запись № ${act.sequence}, тип erasure.done, отпечаток ${act.entryHash}`,
    '',
    'Подписи: ____________________    ____________________',
  ];
}

function english(act: ErasureAct): string[] {
  return [
    'ACT OF DESTRUCTION OF PERSONAL DATA',
    '',
    `Company (controller): ${act.companyName}`,
    `Subject: person no. ${act.userId} of the portal, full name: ____________________`,
    `Date: ${formatDay(act.erasedOn, 'en')}`,
    `Erased by: ${act.byName}`,
    `Reason: ${bases.en[act.basis]}${act.reference === '' ? '' : `, ${act.reference}`}`,
    act.keptUntil === null
      ? 'The person had no plan sheets.'
      : `Evidence to be kept until ${formatDay(act.keptUntil, 'en')}${act.isEarly ? '; erased before that day' : ''}`,
    '',
    'Destroyed: name and position in the application; the words of plan sheets; objections and reasons of refusals; questions and answers about sheets; answers of heads; how plans were spread; names of witnesses of paper acts; the signing PIN; sessions; quiz answers; messages sent or waiting in the queue.',
    'How: the key that the texts are encrypted with was destroyed; all else was deleted from the database.',
    'What stays: the number of the person, numbers of plans and facts, hashes and seals of the ledger.',
    '',
    `From the ledger: entry ${act.sequence}, type erasure.done, hash ${act.entryHash}`,
    '',
    'Signatures: ____________________    ____________________',
  ];
}
