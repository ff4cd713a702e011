import type { PortalCompany, PortalDeal, PortalStageMove } from '../portal-data.ts';
import { phoneOf } from './client-phones.ts';
import { type DealDraft, createdAtOf, movedAtOf } from './deal-draft.ts';
import { minuteMs, moscow, toInstant } from './moscow-time.ts';
import { people, sellers } from './people.ts';
import { categoryIds, stageId } from './pipelines.ts';
import { itemAt } from './seeded-random.ts';

export type NumberedDeal = readonly [number, DealDraft];

/** Companies of the deals. Whoever had a company's last deal looks after it; a client that the newcomers' team has won is handed to wholesale. */
export function toCompanies(deals: readonly NumberedDeal[]): PortalCompany[] {
  const lastDeal = new Map<string, DealDraft>();
  for (const [, draft] of deals) if (draft.company !== null) lastDeal.set(draft.company, draft);
  return [...lastDeal].map(([title, { team, outcome, responsible }], index) => {
    const keeper = team === 'fresh' && outcome === 'won' ? itemAt(managers, index % managers.length) : responsible;
    return { id: index + 1, title, responsibleId: people[keeper], details: { FM: [phoneOf(index + 1)] } };
  });
}

const managers = sellers.wholesale.slice(1);

/** Rows of deals; a client who bought before makes a deal a repeat one. */
export function toDeals(
  deals: readonly NumberedDeal[],
  known: { companies: readonly PortalCompany[]; leadOf: ReadonlyMap<DealDraft, number>; lastTouchOf: ReadonlyMap<DealDraft, number> },
): PortalDeal[] {
  const companyIds = new Map(known.companies.map(({ id, title }) => [title, id]));
  const firstWins = firstWinByCompany(deals);
  return deals.map(([id, draft]) => {
    const categoryId = categoryIds[draft.team];
    const createdAt = createdAtOf(draft);
    return {
      id,
      title: draft.title,
      categoryId,
      stageId: stageId(categoryId, currentStep(draft)),
      amount: `${draft.amount}.00`,
      currency: 'RUB',
      companyId: companyIds.get(draft.company ?? '') ?? null,
      leadId: known.leadOf.get(draft) ?? null,
      responsibleId: people[draft.responsible],
      createdById: people[draft.responsible],
      createdAt: toInstant(createdAt),
      modifiedAt: toInstant(modifiedAtOf(draft, known.lastTouchOf.get(draft) ?? 0)),
      movedAt: toInstant(movedAtOf(draft)),
      closeDate: draft.closeDate,
      isRepeat: (firstWins.get(draft.company ?? '') ?? Infinity) < createdAt,
    };
  });
}

/** History of stages, oldest first; a deal entered at once as won has the final row only, as in the portal. */
export function toStageHistory(deals: readonly NumberedDeal[]): PortalStageMove[] {
  const rows = deals.flatMap(([dealId, draft]) => {
    const categoryId = categoryIds[draft.team];
    const steps = draft.moves.map(({ step, at }, index) => ({
      typeId: index === 0 ? (1 as const) : (2 as const),
      stageId: stageId(categoryId, step),
      semantics: 'P' as const,
      at,
    }));
    const final =
      draft.closedAt === null || draft.outcome === 'open'
        ? []
        : [
            {
              typeId: 3 as const,
              stageId: stageId(categoryId, draft.outcome),
              semantics: draft.outcome === 'won' ? ('S' as const) : ('F' as const),
              at: draft.closedAt,
            },
          ];
    return [...steps, ...final].map((row) => ({ ...row, dealId, categoryId }));
  });
  return rows.sort((left, right) => left.at - right.at).map((row, index) => ({ ...row, id: index + 1, at: toInstant(row.at) }));
}

function currentStep(draft: DealDraft): number | 'won' | 'lost' {
  return draft.outcome === 'open' ? (draft.moves.at(-1)?.step ?? 0) : draft.outcome;
}

/** Only the deals of the pictures were changed after this moment. */
const othersModifiedUntil = moscow('2026-11-16 09:40');

function modifiedAtOf(draft: DealDraft, lastTouchAt: number): number {
  if (draft.modifiedAt !== null) return draft.modifiedAt;
  if (draft.closedAt !== null) return draft.closedAt + (1 + (draft.amount % 17)) * minuteMs;
  const plannedAt = draft.nextSteps.reduce((latest, step) => Math.max(latest, step.plannedAt), 0);
  return Math.max(movedAtOf(draft), Math.min(Math.max(lastTouchAt, plannedAt), othersModifiedUntil));
}

function firstWinByCompany(deals: readonly NumberedDeal[]): Map<string, number> {
  const firstWins = new Map<string, number>();
  for (const [, { company, outcome, closedAt }] of deals) {
    if (company === null || outcome !== 'won' || closedAt === null) continue;
    firstWins.set(company, Math.min(closedAt, firstWins.get(company) ?? Infinity));
  }
  return firstWins;
}
