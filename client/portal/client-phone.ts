import { z } from 'zod';

type Call = (method: string, params: Record<string, unknown>) => Promise<unknown>;

const Id = z.coerce.number().int().nullish();
const Deals = z.object({ items: z.array(z.object({ contactId: Id, companyId: Id })) });
const Clients = z.array(z.object({ PHONE: z.array(z.object({ VALUE: z.string() })).nullish() }));

/** A number of the deal's contact, or else of its company, by the viewer's own rights; it is used once and kept nowhere. */
export async function findPhone(call: Call, dealId: string): Promise<string | null> {
  const deal = { entityTypeId: 2, select: ['id', 'contactId', 'companyId'], filter: { '@id': [Number(dealId)] }, order: { id: 'ASC' } };
  for (const { contactId, companyId } of Deals.parse(await call('crm.item.list', deal)).items) {
    const phone = (await phoneOf(call, 'contact', contactId)) ?? (await phoneOf(call, 'company', companyId));
    if (phone !== null) return phone;
  }
  return null;
}

/** The universal methods tell phones only together with everything else there is to know of a client, so the older one is asked. */
async function phoneOf(call: Call, kind: 'contact' | 'company', id: number | null | undefined): Promise<string | null> {
  if (id == null || id === 0) return null;
  const clients = Clients.parse(await call(`crm.${kind}.list`, { select: ['ID', 'PHONE'], filter: { ID: id }, order: { ID: 'ASC' } }));
  const phones = clients.flatMap(({ PHONE }) => PHONE ?? []).map(({ VALUE }) => VALUE.trim());
  return phones.find((phone) => phone !== '') ?? null;
}
