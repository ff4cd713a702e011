import { z } from 'zod';
import { Month } from '#contract/wire.ts';

const Wanted = z.object({ month: Month, version: z.coerce.number().int().min(1) });

/** The sheet that whoever opened the slider asked for; null means the newest one that waits. */
export function wantedSheet(placementOptions: unknown): { month: string; version: number } | null {
  const wanted = Wanted.safeParse(placementOptions);
  return wanted.success ? wanted.data : null;
}
