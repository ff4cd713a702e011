import { sheetState, type SheetState } from '#domain/acknowledgement.ts';
import type { Day } from '#domain/period.ts';
import { lengthOf, type PeriodKey } from '#domain/planning/plan-period.ts';
import type { Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listLastSheets, type SheetProgress, type StoredSheet } from '#store/plan-sheets.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { readPeriod } from './asked-period.ts';
import type { PortalContext } from './portal-context.ts';

export interface SigningPerson {
  readonly planId: string;
  readonly month: PeriodKey;
  readonly userId: bigint;
  readonly version: number;
  readonly state: SheetState;
  readonly sentAt: Date;
  readonly sentOn: Day;
  readonly deliveredAt: Date | null;
  readonly openedAt: Date | null;
  readonly readAt: Date | null;
  readonly decidedAt: Date | null;
  readonly text: string | null;
}

/** Sheets of the period that begins last before others, of those that begin together the shortest; of a plan the newest version. */
export function latestFirst<S extends Pick<StoredSheet, 'month' | 'version'>>(sheets: readonly S[]): S[] {
  const of = new Map(sheets.map(({ month }) => [month, readPeriod(month)]));
  return sheets.toSorted((a, b) => {
    const [one, other] = [of.get(a.month), of.get(b.month)];
    if (one === undefined || other === undefined || one.key === other.key) return b.version - a.version;
    if (one.from !== other.from) return one.from < other.from ? 1 : -1;
    return lengthOf(one) - lengthOf(other) || (one.key < other.key ? -1 : 1);
  });
}

/** The last sheet of each person of a scope whom the viewer may see. */
export async function readSigning(context: PortalContext, month: PeriodKey, scope: Scope): Promise<SigningPerson[]> {
  return (await readSigningOf(context, [month], scope)).get(month) ?? [];
}

/** The same for some periods, of which those without sheets are missing. */
export async function readSigningOf(
  context: PortalContext,
  months: readonly PeriodKey[],
  scope: Scope,
): Promise<ReadonlyMap<PeriodKey, SigningPerson[]>> {
  const people = peopleInScope(context.team, scope);
  const sheets = await listLastSheets(context.tx, months);
  const seen = sheets.filter((sheet) => context.actor.people.has(sheet.userId) && (people?.has(sheet.userId) ?? true));
  return Map.groupBy(
    seen.map((sheet) => toPerson(context, sheet)),
    (person) => person.month,
  );
}

function toPerson(context: PortalContext, sheet: SheetProgress): SigningPerson {
  return {
    planId: sheet.planId,
    month: sheet.month,
    userId: sheet.userId,
    version: sheet.version,
    state: stateOf({ ...sheet, isSuperseded: false }),
    sentAt: sheet.publishedAt,
    sentOn: toDay(sheet.publishedAt, context.portal.timeZone),
    deliveredAt: sheet.deliveredAt,
    openedAt: sheet.openedAt,
    readAt: sheet.readAt,
    decidedAt: sheet.signature?.signedAt ?? null,
    text: sheet.signature?.text?.text ?? null,
  };
}

type Happened = Pick<StoredSheet, 'userId' | 'signature' | 'openedAt' | 'isSuperseded' | 'lastWriterId' | 'breakdown' | 'onPaperAt'>;

export function stateOf(sheet: Happened): SheetState {
  return sheetState({
    decision: sheet.signature?.decision ?? null,
    isOpened: sheet.openedAt !== null,
    isSuperseded: sheet.isSuperseded,
    hasOpenQuestion: sheet.lastWriterId === sheet.userId,
    isBrokenDown: sheet.breakdown !== null,
    isOnPaper: sheet.onPaperAt !== null,
  });
}
