import { shortfallOf, type RedCell } from './red-cells.ts';
import { toSubject } from './subject.ts';

export interface AgendaItem {
  readonly subject: string;
  readonly kind: 'decision' | 'cell' | 'question';
  /** Whose decision, number or question it is. */
  readonly ownerId: bigint;
  readonly cell: RedCell | null;
}

export interface AgendaSources {
  /** What the last review decided, in the order it was decided. */
  readonly decisions: readonly { readonly id: string; readonly ownerId: bigint }[];
  readonly cells: readonly RedCell[];
  readonly questions: readonly { readonly id: string; readonly askedBy: bigint }[];
}

/**
 * The agenda builds itself: what the last review decided, then red cells by the size of their deviation within the allowed number,
 * then what people asked. Nothing is dropped silently: `left` says how many red cells wait for another time.
 */
export function buildAgenda(sources: AgendaSources, questionLimit: number): { items: AgendaItem[]; left: number } {
  const cells = [...sources.cells].toSorted(largestFirst);
  const taken = cells.slice(0, questionLimit);
  return {
    items: [
      ...sources.decisions.map(({ id, ownerId }): AgendaItem => {
        return { subject: toSubject({ kind: 'decision', id }), kind: 'decision', ownerId, cell: null };
      }),
      ...taken.map((cell): AgendaItem => {
        return { subject: toSubject({ kind: 'cell', ...cell }), kind: 'cell', ownerId: cell.userId, cell };
      }),
      ...sources.questions.map(({ id, askedBy }): AgendaItem => {
        return { subject: toSubject({ kind: 'question', id }), kind: 'question', ownerId: askedBy, cell: null };
      }),
    ],
    left: cells.length - taken.length,
  };
}

/** Revenue by its amount before all else, which stands by its share; equal ones by person and metric, so that the order never changes by itself. */
function largestFirst(a: RedCell, b: RedCell): number {
  const isMoney = a.metric === 'revenue';
  if (isMoney !== (b.metric === 'revenue')) return isMoney ? -1 : 1;
  if (isMoney && a.deviation !== b.deviation) return a.deviation < b.deviation ? -1 : 1;
  if (!isMoney && shortfallOf(a) !== shortfallOf(b)) return shortfallOf(b) - shortfallOf(a);
  if (a.userId !== b.userId) return a.userId < b.userId ? -1 : 1;
  return a.metric < b.metric ? -1 : 1;
}
