import type { PortalLead } from '../portal-data.ts';
import { type DealDraft, createdAtOf } from './deal-draft.ts';
import { dayMs, minuteMs, moscow, toInstant, toWorkTime, workMoment, workdaysBetween } from './moscow-time.ts';
import { demoNow } from './november.ts';
import { people, sellers } from './people.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Leads of the last months and the deals that came of them. */
interface LeadsOfDeals {
  readonly leads: readonly PortalLead[];
  readonly leadOf: ReadonlyMap<DealDraft, number>;
}

const rejectedLeads = 31;
const openLeads = 12;

/** Every second new client's deal of the autumn began as a lead; some leads were rejected, a few wait. */
export function createLeads(random: SeededRandom, drafts: readonly DealDraft[]): LeadsOfDeals {
  const since = moscow('2026-09-01 00:00');
  const converted = drafts.filter((deal) => deal.team === 'fresh' && createdAtOf(deal) >= since).filter(() => random.chance(0.5));
  const drawn = [
    ...converted.map((deal) => convertedLead(random, deal)),
    ...Array.from({ length: rejectedLeads }, () => looseLead(random, 'JUNK')),
    ...Array.from({ length: openLeads }, () => looseLead(random, random.pick(['NEW', 'IN_PROCESS', 'PROCESSED']))),
  ].sort((left, right) => left.createdAt - right.createdAt);
  const leadOf = new Map<DealDraft, number>();
  const leads = drawn.map((lead, index) => {
    if (lead.deal !== null) leadOf.set(lead.deal, index + 1);
    return toLead(lead, index + 1);
  });
  return { leads, leadOf };
}

interface LeadDraft {
  readonly statusId: string;
  readonly responsibleId: number;
  readonly createdAt: number;
  readonly movedAt: number;
  readonly deal: DealDraft | null;
  readonly title: string;
}

function convertedLead(random: SeededRandom, deal: DealDraft): LeadDraft {
  const movedAt = createdAtOf(deal);
  const createdAt = Math.min(toWorkTime(movedAt - random.spread(1.2, 0.5) * dayMs), movedAt - 30 * minuteMs);
  return { statusId: 'CONVERTED', responsibleId: people[deal.responsible], createdAt, movedAt, deal, title: leadTitle(random) };
}

function looseLead(random: SeededRandom, statusId: string): LeadDraft {
  const days = statusId === 'JUNK' ? workdaysBetween('2026-09-01', '2026-11-12') : workdaysBetween('2026-11-09', '2026-11-13');
  const createdAt = workMoment(random, random.pick(days));
  const movedAt =
    statusId === 'NEW' ? createdAt : Math.min(createdAt + random.between(40, 900) * minuteMs, moscow(demoNow) - 90 * minuteMs);
  return { statusId, responsibleId: people[random.pick(sellers.fresh)], createdAt, movedAt, deal: null, title: leadTitle(random) };
}

function toLead(lead: LeadDraft, id: number): PortalLead {
  return {
    id,
    title: lead.title,
    statusId: lead.statusId,
    amount: '0.00',
    currency: 'RUB',
    companyId: null,
    responsibleId: lead.responsibleId,
    createdAt: toInstant(lead.createdAt),
    modifiedAt: toInstant(lead.movedAt),
    movedAt: toInstant(lead.movedAt),
  };
}

function leadTitle(random: SeededRandom): string {
  const source = random.pick(['Заявка с сайта', 'Звонок', 'Выставка', 'Рекомендация', 'Письмо']);
  return `${source}: ${random.pick(['спецодежда', 'метизы', 'кабель', 'инструмент', 'светильники', 'лакокраска', 'упаковка', 'крепёж'])}`;
}
