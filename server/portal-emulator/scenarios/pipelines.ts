import type { PortalCategory, PortalStatus } from '../portal-data.ts';
import { itemAt } from './seeded-random.ts';
import type { TeamKey } from './people.ts';

/** Each department sells in its own pipeline. */
export const categoryIds: Readonly<Record<TeamKey, number>> = { wholesale: 0, keys: 1, fresh: 2 };

export const categories: readonly PortalCategory[] = [
  { id: 0, name: 'Оптовые продажи', sort: 100, isDefault: true },
  { id: 1, name: 'Ключевые клиенты', sort: 200, isDefault: false },
  { id: 2, name: 'Новые клиенты', sort: 300, isDefault: false },
];

/** Steps a deal climbs while it is open. */
export const stage = { request: 0, meeting: 1, proposal: 2, negotiation: 3, contract: 4, invoice: 5, payment: 6, delivery: 7 } as const;

const ladder = [
  { code: 'NEW', name: 'Заявка', semantics: 'P', color: '#35C8F0' },
  { code: 'PREPARATION', name: 'Встреча', semantics: 'P', color: '#35C8F0' },
  { code: 'PROPOSAL', name: 'КП на рассмотрении', semantics: 'P', color: '#35C8F0' },
  { code: 'NEGOTIATION', name: 'Переговоры', semantics: 'P', color: '#35C8F0' },
  { code: 'CONTRACT', name: 'Договор', semantics: 'P', color: '#55A5F5' },
  { code: 'INVOICE', name: 'Счёт', semantics: 'P', color: '#8B84E8' },
  { code: 'PAYMENT', name: 'Оплата', semantics: 'P', color: '#9DD10C' },
  { code: 'EXECUTING', name: 'Выполнение', semantics: 'P', color: '#9DD10C' },
  { code: 'WON', name: 'Закрыта', semantics: 'S', color: '#3FA572' },
  { code: 'LOSE', name: 'Проиграна', semantics: 'F', color: '#E8504F' },
] as const;

/** `NEW` in the default pipeline, `C1:NEW` in another. */
export function stageId(categoryId: number, step: number | 'won' | 'lost'): string {
  const code = step === 'won' ? 'WON' : step === 'lost' ? 'LOSE' : itemAt(ladder, step).code;
  return categoryId === 0 ? code : `C${categoryId}:${code}`;
}

const leadStatuses: readonly PortalStatus[] = [
  leadStatus('NEW', 'Не обработан', 10, 'P', '#35C8F0'),
  leadStatus('IN_PROCESS', 'В работе', 20, 'P', '#55A5F5'),
  leadStatus('PROCESSED', 'Обработан', 30, 'P', '#8B84E8'),
  leadStatus('CONVERTED', 'Качественный лид', 40, 'S', '#3FA572'),
  leadStatus('JUNK', 'Некачественный лид', 50, 'F', '#E8504F'),
];

export const statuses: readonly PortalStatus[] = [
  ...categories.flatMap((category) =>
    ladder.map(({ name, semantics, color }, step): PortalStatus => ({
      entityId: category.id === 0 ? 'DEAL_STAGE' : `DEAL_STAGE_${category.id}`,
      statusId: stageId(category.id, semantics === 'S' ? 'won' : semantics === 'F' ? 'lost' : step),
      name,
      sort: (step + 1) * 10,
      semantics,
      color,
    })),
  ),
  ...leadStatuses,
];

function leadStatus(statusId: string, name: string, sort: number, semantics: 'P' | 'S' | 'F', color: string): PortalStatus {
  return { entityId: 'STATUS', statusId, name, sort, semantics, color };
}
