import type { Language } from './format.ts';

/** Version of the words below; earlier ones are never deleted, because people have accepted them. */
export const agreementVersion = 1;

/** The agreement on signing in electronic form, 63-ФЗ articles 6 and 9: a template that the company's lawyer has to check. */
export function agreementText(language: Language): string {
  return (language === 'ru' ? russian : english).join('\n').normalize('NFC');
}

const russian = [
  'Соглашение об использовании простой электронной подписи',
  'Шаблон, версия 1. Его должен проверить юрист компании: без этого он не заменяет юридической консультации.',
  '1. Стороны признают электронные документы (планы, изменения к ним, отметки об ознакомлении), подписанные простой электронной подписью работника в приложении, равнозначными документам на бумажном носителе, подписанным собственноручной подписью (часть 2 статьи 6 Федерального закона № 63-ФЗ).',
  '2. Подписывающее лицо определяется по учётной записи работника на портале Битрикс24 и персональному коду подписания (ПИН-коду), заданному работником. Приложение включает в запись сведения о лице, дате и времени и отпечаток документа (статья 9 Федерального закона № 63-ФЗ).',
  '3. Ключ простой электронной подписи — ПИН-код. Работник хранит его в тайне, не передаёт другим лицам и сразу сообщает, если код стал известен кому-то ещё. Работодатель не вправе запрашивать или использовать код работника.',
  '4. Подпись с возражениями означает ознакомление и не означает согласия с показателями. Отсутствие подписи не считается согласием.',
  '5. Записи журнала криптографически связаны друг с другом. При каждом подписании работник получает подтверждение; контрольное значение журнала передаётся сторонам.',
  '6. Работник вправе потребовать бумажный экземпляр. Отказ от электронной подписи не влечёт неблагоприятных последствий: ознакомление производится на бумаге.',
  '7. Соглашение действует, пока работник не отзовёт его письменно. Подписанное до отзыва сохраняет силу.',
];

const english = [
  'Agreement on the use of a simple electronic signature',
  'A template, version 1. The company’s lawyer has to check it: until then it is no legal advice.',
  '1. The parties accept electronic documents (plans, changes of them, marks of acquaintance) signed in the application with the employee’s simple electronic signature as equal to paper documents signed by hand (Federal Law of Russia No. 63-FZ, article 6, part 2).',
  '2. The signer is identified by the employee’s account on the Bitrix24 portal and a personal signing code (PIN) that the employee has set. The application records who signed, when, and the fingerprint of the document (No. 63-FZ, article 9).',
  '3. The PIN is the key of the signature. The employee keeps it secret, gives it to nobody, and says at once if somebody else has come to know it. The employer may neither ask for the code nor use it.',
  '4. A signature with objections means acquaintance and no consent to the targets. No signature is no consent.',
  '5. Records of the journal are linked by cryptography. The employee gets a receipt with each signature; the control value of the journal is handed to the parties.',
  '6. The employee may ask for a copy on paper. Declining the electronic signature has no adverse consequences: acquaintance takes place on paper.',
  '7. The agreement holds until the employee withdraws it in writing. What was signed before stays in force.',
];
