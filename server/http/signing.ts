import { sheetState, type SheetState } from '#domain/acknowledgement.ts';
import type { Day, Month } from '#domain/period.ts';
import type { Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listSheets, type StoredSheet } from '#store/plan-sheets.ts';
import { toDay } from './company-calendar.ts';
import type { PortalContext } from './portal-context.ts';

export interface SigningPerson {
  readonly userId: bigint;
  readonly version: number;
  readonly state: SheetState;
  readonly sentAt: Date;
  readonly sentOn: Day;
  readonly openedAt: Date | null;
  readonly decidedAt: Date | null;
  readonly text: string | null;
}

/** The last sheet of each person of a scope whom the viewer may see. */
export async function readSigning(context: PortalContext, month: Month, scope: Scope): Promise<SigningPerson[]> {
  const people = peopleInScope(context.team, scope);
  const sheets = await listSheets(context.tx, { month });
  return sheets
    .filter((sheet) => !sheet.isSuperseded && context.actor.people.has(sheet.userId) && (people?.has(sheet.userId) ?? true))
    .map((sheet) => ({
      userId: sheet.userId,
      version: sheet.version,
      state: stateOf(sheet),
      sentAt: sheet.publishedAt,
      sentOn: toDay(sheet.publishedAt, context.portal.timeZone),
      openedAt: sheet.openedAt,
      decidedAt: sheet.signature?.signedAt ?? null,
      text: sheet.signature?.text ?? null,
    }));
}

export function stateOf(sheet: StoredSheet): SheetState {
  return sheetState({ decision: sheet.signature?.decision ?? null, isOpened: sheet.openedAt !== null, isSuperseded: sheet.isSuperseded });
}
