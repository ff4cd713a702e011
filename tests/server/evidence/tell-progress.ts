import { testEngine } from '#support/test-store.ts';

const everyMs = 15_000;
const told = new Map<string, number>();

/** Says now and then how far a long run has come; a short one in `npm test` says nothing. */
export function tellProgress(part: string, round: number, rounds: number): void {
  if (process.env['SIGNING_TALK'] !== '1') return;
  const now = performance.now();
  if (round > 0 && now - (told.get(part) ?? 0) < everyMs) return;
  told.set(part, now);
  console.log(`${part} (${testEngine()}): ${round} of ${rounds}`);
}
