import { recordsPage } from './records-page.ts';
import { paths } from './router.ts';
import type { Page } from './page.ts';
import type { Portal } from './portal-context.ts';
import type { Deal } from './records.ts';
import type { TableRow } from './record-table.ts';

export function dealsList(portal: Portal, search: string): Page {
  const { words, api } = portal;
  return recordsPage(
    portal,
    {
      toolbarPlacement: 'CRM_DEAL_LIST_TOOLBAR',
      menuPlacement: 'CRM_DEAL_LIST_MENU',
      heading: words.deals,
      stageHeading: words.stage,
      stateNames: words.dealStates,
      hasCloseDate: true,
      hasPipelines: true,
      list: async (query) => {
        const { total, deals } = await api.listDeals(query);
        return { total, rows: deals.map(toRow) };
      },
    },
    search,
  );
}

function toRow(deal: Deal): TableRow {
  return {
    ...deal,
    test: `deal-row-${deal.id}`,
    path: paths.deal(deal.id),
    stageReached: deal.stageIndex + 1,
  };
}
