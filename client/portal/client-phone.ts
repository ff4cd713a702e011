import { z } from 'zod';

type Call = (method: string, params: Record<string, unknown>) => Promise<unknown>;

const entityTypes = { deal: 2, contact: 3, company: 4 } as const;

const Id = z.coerce.number().int().nullish();
const Deals = z.object({ items: z.array(z.object({ contactId: Id, companyId: Id })) });
const Data = z.object({ typeId: z.string(), value: z.string() });
const Clients = z.object({ items: z.array(z.object({ fm: z.array(Data).nullish() })) });

/** A number of the deal's contact, or else of its company, by the viewer's own rights; it is used once and kept nowhere. */
export async function findPhone(call: Call, dealId: string): Promise<string | null> {
  const { items } = Deals.parse(await call('crm.item.list', one('deal', Number(dealId), ['id', 'contactId', 'companyId'])));
  for (const { contactId, companyId } of items) {
    const phone = (await phoneOf(call, 'contact', contactId)) ?? (await phoneOf(call, 'company', companyId));
    if (phone !== null) return phone;
  }
  return null;
}

async function phoneOf(call: Call, kind: 'contact' | 'company', id: number | null | undefined): Promise<string | null> {
  if (id == null || id === 0) return null;
  const { items } = Clients.parse(await call('crm.item.list', one(kind, id, ['id', 'fm'])));
  const found = items.flatMap(({ fm }) => fm ?? []).find(({ typeId, value }) => typeId === 'PHONE' && value.trim() !== '');
  return found?.value.trim() ?? null;
}

/** By filter: unlike `crm.item.get` an answer without rows is no error where something may not be seen. */
function one(kind: keyof typeof entityTypes, id: number, select: readonly string[]): Record<string, unknown> {
  return { entityTypeId: entityTypes[kind], select, filter: { '@id': [id] }, order: { id: 'ASC' } };
}
