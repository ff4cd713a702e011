import { signSheet, type Decision, type Receipt } from '#contract/acknowledgement.ts';
import { getEvidencePackage } from '#contract/evidence.ts';
import { publishPlan, saveDraft } from '#contract/plan.ts';
import type { Month } from '#domain/period.ts';
import type { Answer, Person } from '#support/person.ts';
import { openAndRead } from '#support/sheet-acts.ts';

export const sheetOf = (month: Month, userId: number, version = 1) => ({ month, version, userId: String(userId) });

/** A plan for these people, from their head. */
export async function publish(head: Person, month: Month, userIds: readonly number[], baseVersion = 0): Promise<void> {
  const value = `${1_000_000 + baseVersion * 1000}.00`;
  await head.call(saveDraft, { month, lines: userIds.map((userId) => ({ metric: 'revenue' as const, scope: `person:${userId}`, value })) });
  await head.call(publishPlan, { month, baseVersion, reason: baseVersion === 0 ? '' : 'Пересчёт' });
}

export async function sign(
  person: Person,
  month: Month,
  userId: number,
  { version = 1, decision = 'signed' as Decision, text = '' } = {},
): Promise<Answer> {
  const opened = await openAndRead(person, sheetOf(month, userId, version));
  return person.ask(signSheet, {
    ...sheetOf(month, userId, version),
    challengeId: opened.challengeId,
    planHash: opened.planHash,
    decision,
    text,
  });
}

export async function signed(person: Person, month: Month, userId: number, how: Parameters<typeof sign>[3] = {}): Promise<Receipt> {
  const answer = await sign(person, month, userId, how);
  if (answer.status !== 200) throw new Error(`the signature was refused: ${JSON.stringify(answer.body)}`);
  return answer.body as Receipt;
}

export async function download(person: Person, month: Month, userId: number, version = 1): Promise<Uint8Array> {
  const answer = await person.ask(getEvidencePackage, sheetOf(month, userId, version));
  if (answer.status !== 200) throw new Error(`the package was refused: ${answer.status}`);
  return new Uint8Array(answer.body as Buffer);
}
