import { Bitrix, type Method } from '@2bad/bitrix';
import { rowsIn, wantedLists, type ClientRun } from './client-run.ts';

/**
 * Its list counts once and sends batches by offset, two a second whatever the clock. It sends them by GET, whose address the
 * names of our fields would make longer than a server takes, so all fields are asked for; and it cannot unpack a list
 * inside `items`, so stage moves come by its own batch and deals by the classic method.
 */
export async function twoBadList({ invitation, got }: ClientRun): Promise<void> {
  const noteRows = (response: { body: unknown }): never => {
    got(countRows(response.body));
    return response as never;
  };
  const client = Bitrix(invitation.webhook, undefined, { hooks: { afterResponse: [noteRows] } });
  for (const { name, method, params, filter } of wantedLists) {
    const named = (name === 'deals' ? 'crm.deal.list' : method) as Method.CRM_DEAL_LIST;
    if (name !== 'stage moves') {
      await client.list(named, { filter } as never);
      continue;
    }
    const { entityTypeId } = params;
    const { total } = (await client.call(named, { entityTypeId } as never)) as unknown as { total: number };
    const pages = Array.from({ length: Math.ceil(total / 50) - 1 }, (_, index) => ({
      method: named,
      params: { entityTypeId, start: (index + 1) * 50 },
    }));
    await client.batch(pages as never);
  }
}

function countRows(body: unknown): number {
  const result = (body as { result?: { result?: unknown } }).result;
  const pages = result?.result === undefined ? [result] : Object.values(result.result as object);
  return pages.reduce<number>((total, page) => total + rowsIn(page).length, 0);
}
