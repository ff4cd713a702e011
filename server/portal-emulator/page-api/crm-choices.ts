import type { Portal } from '../portal.ts';
import type { PortalUser } from '../portal-data.ts';
import type { ChoiceQuery } from './page-requests.ts';
import { companyTitle, matchesSearch } from './record-list.ts';

interface Choice {
  readonly id: number;
  readonly title: string;
  readonly description: string;
}

const mostChoices = 50;

/** Records for the dialog `selectCRM`: found by their title, or the ones that were chosen before. */
export function listChoices(portal: Portal, me: PortalUser, query: ChoiceQuery): { choices: Choice[] } {
  const offered = offerOf[query.type](portal, me);
  const wanted = query.ids === '' ? null : new Set(query.ids.split(',').map(Number));
  const choices: Choice[] = [];
  for (const choice of offered) {
    const isWanted = wanted ? wanted.has(choice.id) : matchesSearch(query.search, [choice.title, choice.description]);
    if (isWanted && choices.push(choice) >= mostChoices) break;
  }
  return { choices };
}

type Offer = (portal: Portal, me: PortalUser) => Iterable<Choice>;

const offerOf: Readonly<Record<ChoiceQuery['type'], Offer>> = {
  deal: (portal, me) => offerOwned(portal, me, portal.state.deals.rows),
  lead: (portal, me) => offerOwned(portal, me, portal.state.leads.rows),
  quote: (portal, me) => offerOwned(portal, me, portal.state.quotes.rows),
  company: (portal) => portal.state.companies.rows.map(({ id, title }) => ({ id, title, description: '' })),
  *contact(portal, me) {
    for (const contact of portal.state.records.contacts.rows) {
      if (!portal.visibility.isVisible(me, contact.responsibleId)) continue;
      const title = `${contact.name} ${contact.lastName}`.trim();
      yield { id: contact.id, title, description: companyTitle(portal, contact.companyId) ?? '' };
    }
  },
};

interface OwnedRow {
  readonly id: number;
  readonly title: string;
  readonly companyId: number | null;
  readonly responsibleId: number;
}

/** The newest first, those that the person may see. */
function* offerOwned(portal: Portal, me: PortalUser, rows: readonly OwnedRow[]): Iterable<Choice> {
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows[index];
    if (!row || !portal.visibility.isVisible(me, row.responsibleId)) continue;
    yield { id: row.id, title: row.title, description: companyTitle(portal, row.companyId) ?? '' };
  }
}
