import { z } from 'zod';

const batchSize = 50;
const entityTypes = { deal: 2, company: 4 } as const;
export type TitledRecord = keyof typeof entityTypes;

const Titles = z.object({ items: z.array(z.object({ id: z.coerce.string(), title: z.string().nullable() })) });

/** Titles are read with the viewer's own token and live in the page only: the server never keeps names of clients. */
export async function loadRecordTitles(
  call: (method: string, params: Record<string, unknown>) => Promise<unknown>,
  kind: TitledRecord,
  recordIds: readonly string[],
): Promise<Map<string, string>> {
  const titles = new Map<string, string>();
  const ids = [...new Set(recordIds)];
  for (let start = 0; start < ids.length; start += batchSize) {
    const batch = ids.slice(start, start + batchSize).map(Number);
    const params = { entityTypeId: entityTypes[kind], select: ['id', 'title'], filter: { '@id': batch }, order: { id: 'ASC' } };
    const { items } = Titles.parse(await call('crm.item.list', params));
    for (const item of items) {
      if (item.title !== null && item.title !== '') titles.set(item.id, item.title);
    }
  }
  return titles;
}
