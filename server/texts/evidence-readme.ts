/** What stands beside the evidence in two languages; `fingerprint` is of the key that seals now. */
export function evidenceReadme(fingerprint: string): string {
  return `${russian(fingerprint)}
--------------------------------------------------------------------------------

${english(fingerprint)}`;
}

const russian = (fingerprint: string): string => `ДОКАЗАТЕЛЬСТВА ПО ПЛАНУ

Что внутри
  plan.txt        текст плана, который видел и подписывал сотрудник
  plan.json       тот же план для программ: по нему считается отпечаток
  plan.pdf        тот же текст для печати, с журналом действий
  decision.txt    возражения или причина отказа, если они были
  circumstances.json  откуда дан ответ: адрес, браузер, портал и когда он подтвердил вход
  breakdown.json  разбивка по неделям и клиентам, подписанная вместе с планом
  reply.txt       ответ руководителя на возражения или отказ
  agreement.txt   соглашение, которое сотрудник принял перед подписью ПИН-кодом
  pii.json        имена тех, кто действовал, и свидетелей акта на бумаге: персональные данные
  Если персональные данные сотрудника удалены, файлов с его словами и именем нет: об этом говорит запись журнала.
  entries.json    записи журнала: выдача, ознакомление, ответ, выгрузка
  proofs.json     доказательства, что записи стоят в журнале и журнал не переписан
  anchors.json    общие корни, опубликованные по дням
  keys.json       открытые ключи печати сервиса
  manifest.json   список файлов с отпечатками, под печатью
  verify.mjs, verify.html   проверяющая программа

Как проверить
  Без установки: откройте verify.html в браузере и выберите этот архив. Интернет не нужен.
  В консоли (Node.js 18 или новее):
    node verify.mjs АРХИВ.zip --anchor квитанция.json
  Код завершения: 0 — цело, 1 — изменено, 2 — неполно, 3 — ключ неизвестен.
  Без квитанции или другого контрольного значения доказывается целостность, но не полнота.

Чему верить
  Сверьте отпечаток ключа с приложением к соглашению:
    ${fingerprint}
  Печать сервиса показывает, что записи не менялись. Это не электронная подпись сотрудника:
  чем он подтвердил ответ, сказано в записи (L1 — вход через портал, L2 — и личный код).
`;

const english = (fingerprint: string): string => `EVIDENCE OF A PLAN

What is inside
  plan.txt        the words of the plan that the person saw and answered
  plan.json       the same plan for programs; its hash is made of this file
  plan.pdf        the same words for printing, with what was done to it
  decision.txt    objections or the reason of a refusal, where there were any
  circumstances.json  from where the answer came: address, browser, the portal and when it confirmed the person
  breakdown.json  how the plan was spread over weeks and clients, signed with it
  reply.txt       what a head has answered to objections or to a refusal
  agreement.txt   the agreement that the person accepted before signing with a PIN
  pii.json        names of those who acted and of witnesses of an act on paper: personal data
  Where the personal data of the person was erased, files with their name and words are missing: an entry says so.
  entries.json    entries of the ledger: issue, reading, answer, export
  proofs.json     proofs that the entries are in the ledger and that it was not rewritten
  anchors.json    public roots, published day by day
  keys.json       public keys of the seal of the service
  manifest.json   the files with their hashes, sealed
  verify.mjs, verify.html   the verifying program

How to verify
  With nothing installed: open verify.html in a browser and choose this archive. No network is needed.
  In a console (Node.js 18 or newer):
    node verify.mjs ARCHIVE.zip --anchor receipt.json
  Exit code: 0 intact, 1 tampered, 2 incomplete, 3 unknown key.
  Without a receipt or another anchor integrity is proven, and completeness is not.

What to trust
  Compare the fingerprint of the key with the annex of your agreement:
    ${fingerprint}
  The seal of the service shows that entries did not change. It is not the electronic signature of the person:
  how the answer was confirmed stands in its entry (L1: a session of the portal, L2: and a personal code).
`;
