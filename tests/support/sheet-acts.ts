import { openSheet } from '#contract/acknowledgement.ts';
import { readSheet } from '#contract/sheet-acts.ts';
import type { Person } from './person.ts';

interface SheetPath {
  readonly month: string;
  readonly version: number;
  readonly userId: string;
}

/** What a person does before deciding: opens the sheet and reads it to its end. */
export async function openAndRead(
  person: Pick<Person, 'call'>,
  sheet: SheetPath,
): Promise<{ challengeId: string; planHash: string; expiresAt: string }> {
  const opened = await person.call(openSheet, sheet);
  await person.call(readSheet, sheet);
  return opened;
}
