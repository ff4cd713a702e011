import type { CompanyNames } from './company-names.ts';
import { type DealDraft, type NextStep, createDealDraft } from './deal-draft.ts';
import { earliestOf, notBefore, walkBack } from './deal-path.ts';
import { pipelineTitle } from './deal-titles.ts';
import { dayMs, minuteMs, moscow, toWorkTime, workMoment, workdaysBetween } from './moscow-time.ts';
import { type NamedDeal, namedDeals, overdueDeals, progressDealNumber, progressLastCall, progressPath } from './named-deals.ts';
import { demoNow, openDealsWithoutAmount, openDealsWithoutCloseDate, openDueInNovember } from './november.ts';
import { allSellers } from './past-months.ts';
import { type SellerKey, type TeamKey, sellers, teamOf } from './people.ts';
import { stage } from './pipelines.ts';
import { type SeededRandom, itemAt } from './seeded-random.ts';
import { splitInParts } from './split-in-parts.ts';

/** «Твёрдо», «Вероятно», «Возможно»: the steps of each and the days its deals are due. */
const forecastCategories = [
  { steps: [stage.invoice, stage.invoice, stage.payment, stage.delivery], due: workdaysBetween('2026-11-17', '2026-11-25') },
  { steps: [stage.contract, stage.negotiation], due: workdaysBetween('2026-11-18', '2026-11-30') },
  { steps: [stage.request, stage.meeting, stage.proposal, stage.proposal], due: workdaysBetween('2026-11-20', '2026-11-30') },
] as const;

const laterDeals = 46;
const laterDays = workdaysBetween('2026-12-01', '2027-02-26');

/** Every deal in work; those due in November have exactly the sums of `openDueInNovember`. */
export function openDeals(random: SeededRandom, names: CompanyNames): DealDraft[] {
  const shown = [...namedDeals, ...overdueDeals];
  return [
    ...namedDeals.map((named) => fromNamed(random, named, named.company)),
    ...overdueDeals.map((named) => fromNamed(random, named, companyFor(random, names, named.seller))),
    ...allSellers.flatMap((seller) => restOfNovember(random, names, seller, shown)),
    ...dealsDueLater(random, names),
  ];
}

function fromNamed(random: SeededRandom, named: NamedDeal, company: string): DealDraft {
  const team = requireTeam(named.seller);
  const isProgress = named === namedDeals[0];
  const enteredAt = moscow(named.enteredAt);
  const earlier = notBefore(walkBack(random, team, named.step - 1, enteredAt, 1.1), earliestOf(named.seller), enteredAt);
  const nextStep = named.nextStep;
  return createDealDraft({
    title: named.title,
    team,
    responsible: named.seller,
    amount: named.amount * 1000,
    company,
    outcome: 'open',
    moves: isProgress ? progressPath : [...earlier, { step: named.step, at: enteredAt }],
    closeDate: named.closeDate,
    modifiedAt: named.modifiedAt === null ? null : moscow(named.modifiedAt),
    number: isProgress ? progressDealNumber : null,
    quietAfter: isProgress ? moscow('2026-11-05 18:00') : null,
    touches: isProgress
      ? [{ kind: 'call', at: moscow(progressLastCall.at), direction: 2, seconds: progressLastCall.seconds, subject: 'Исходящий звонок' }]
      : [],
    nextSteps: nextStep === null ? [] : [{ ...nextStep, at: moscow(nextStep.at), plannedAt: enteredAt + 35 * minuteMs }],
  });
}

function restOfNovember(random: SeededRandom, names: CompanyNames, seller: SellerKey, shown: readonly NamedDeal[]): DealDraft[] {
  const team = requireTeam(seller);
  const usual = { wholesale: 460, keys: 700, fresh: 240 }[team];
  const drafts = forecastCategories.flatMap(({ steps, due }, index) => {
    const named = shown.filter((deal) => deal.seller === seller && steps.some((step) => step === deal.step));
    const rest = itemAt(openDueInNovember[seller], index) - named.reduce((sum, deal) => sum + deal.amount, 0);
    if (rest === 0) return [];
    const amounts = splitInParts(random, rest, Math.max(1, Math.round(rest / usual)));
    return amounts.map((amount) =>
      openDeal(random, names, { seller, step: random.pick<number>(steps), amount, closeDate: random.pick(due) }),
    );
  });
  return seller === 'petrov' ? withPetrovsDay(drafts) : drafts;
}

/** Petrov's Monday: one meeting held, one to come, one proposal to send. */
function withPetrovsDay(drafts: readonly DealDraft[]): DealDraft[] {
  const heldAt = moscow('2026-11-16 09:30');
  const plannedAt = moscow('2026-11-13 16:40');
  return drafts.map((draft, index) => {
    if (index === 0) {
      const held = { kind: 'meeting', at: heldAt, direction: 2, seconds: null, subject: 'Встреча: сроки отгрузки' } as const;
      return {
        ...draft,
        touches: [held],
        nextSteps: [{ kind: 'meeting', at: moscow('2026-11-16 15:00'), plannedAt, subject: 'Встреча: образцы' }],
      };
    }
    if (index !== 1) return draft;
    return { ...draft, nextSteps: [{ kind: 'todo', at: moscow('2026-11-16 18:00'), plannedAt, subject: 'Отправить КП' }] };
  });
}

/** Deals of the coming months, some without an amount, some without a date. */
function dealsDueLater(random: SeededRandom, names: CompanyNames): DealDraft[] {
  const people = allSellers.filter((seller) => seller !== 'kovaleva');
  const count = laterDeals + openDealsWithoutAmount + openDealsWithoutCloseDate;
  return Array.from({ length: count }, (_, index) => {
    const seller = itemAt(people, index % people.length);
    const hasAmount = index >= openDealsWithoutAmount;
    const hasDate = index < openDealsWithoutAmount + laterDeals;
    const median = { wholesale: 620, keys: 1100, fresh: 300 }[requireTeam(seller)];
    return openDeal(random, names, {
      seller,
      step: hasAmount ? random.between(stage.request, stage.negotiation) : random.between(stage.request, stage.meeting),
      amount: hasAmount ? Math.max(30, Math.round(random.spread(median, 0.5) / 10) * 10) : 0,
      closeDate: hasDate ? random.pick(laterDays) : null,
    });
  });
}

function openDeal(
  random: SeededRandom,
  names: CompanyNames,
  known: { seller: SellerKey; step: number; amount: number; closeDate: string | null },
): DealDraft {
  const team = requireTeam(known.seller);
  const enteredAt = random.chance(0.07)
    ? moscow('2026-11-16 09:12') + random.between(0, 25) * minuteMs
    : toWorkTime(moscow('2026-11-13 17:30') - random.spread(team === 'fresh' ? 3 : 7, 0.7) * dayMs);
  const earlier = notBefore(walkBack(random, team, known.step - 1, enteredAt, 1.1), earliestOf(known.seller), enteredAt);
  return createDealDraft({
    title: pipelineTitle(random),
    team,
    responsible: known.seller,
    amount: known.amount * 1000,
    company: companyFor(random, names, known.seller),
    outcome: 'open',
    moves: [...earlier, { step: known.step, at: enteredAt }],
    closeDate: known.closeDate,
    nextSteps: random.chance(0.7) ? [usualNextStep(random, enteredAt)] : [],
  });
}

function usualNextStep(random: SeededRandom, enteredAt: number): NextStep {
  const at = workMoment(random, random.pick(workdaysBetween('2026-11-17', '2026-11-27')));
  const subject = random.pick(['Перезвонить', 'Уточнить сроки', 'Согласовать цену', 'Получить ответ']);
  return { kind: 'call', at, plannedAt: Math.min(enteredAt + 20 * minuteMs, moscow(demoNow) - 60 * minuteMs), subject };
}

function companyFor(random: SeededRandom, names: CompanyNames, seller: SellerKey): string {
  return requireTeam(seller) !== 'fresh' && random.chance(0.5) ? names.regular(seller) : names.prospect();
}

function requireTeam(seller: SellerKey): TeamKey {
  const team = teamOf(seller);
  if (team === null) throw new Error(`${seller} sells in none of ${Object.keys(sellers).join(', ')}`);
  return team;
}
