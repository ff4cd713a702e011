import type { PortalCompany } from '../portal-data.ts';
import type { PortalContact } from '../records/contact.ts';
import { type DealDraft, createdAtOf } from './deal-draft.ts';
import type { NumberedDeal } from './deal-rows.ts';
import { minuteMs, moscow, toInstant } from './moscow-time.ts';
import { people } from './people.ts';

const names = ['Андрей', 'Виктор', 'Денис', 'Кирилл', 'Максим', 'Роман', 'Сергей', 'Фёдор'];
const lastNames = ['Абрамов', 'Борисов', 'Власов', 'Гаврилов', 'Данилов', 'Ершов', 'Зайцев', 'Котов', 'Лапин', 'Миронов', 'Носов', 'Рыбин'];

/** Whom sellers of the autumn have entered: one person of each company that had its first deal since then. */
export function clientContacts(deals: readonly NumberedDeal[], companies: readonly PortalCompany[]): PortalContact[] {
  const since = moscow('2026-09-01 00:00');
  const first = new Map<string, DealDraft>();
  for (const [, draft] of deals) {
    if (draft.company === null) continue;
    const known = first.get(draft.company);
    if (known === undefined || createdAtOf(draft) < createdAtOf(known)) first.set(draft.company, draft);
  }
  return companies
    .flatMap(({ id, title }) => {
      const draft = first.get(title);
      return draft === undefined || createdAtOf(draft) < since ? [] : [{ companyId: id, draft, at: createdAtOf(draft) + 5 * minuteMs }];
    })
    .sort((left, right) => left.at - right.at)
    .map(({ companyId, draft, at }, index) => ({
      id: index + 1,
      name: names[index % names.length] ?? '',
      lastName: lastNames[(index * 5) % lastNames.length] ?? '',
      companyId,
      responsibleId: people[draft.responsible],
      createdById: people[draft.responsible],
      createdAt: toInstant(at),
      modifiedAt: toInstant(at),
    }));
}
