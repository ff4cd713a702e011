import { recordsPage } from './records-page.ts';
import { paths } from './router.ts';
import type { Page } from './page.ts';
import type { Portal } from './portal-context.ts';
import type { Lead } from './records.ts';
import type { TableRow } from './record-table.ts';

export function leadsList(portal: Portal): Page {
  const { words, api } = portal;
  return recordsPage(
    portal,
    {
      toolbarPlacement: 'CRM_LEAD_LIST_TOOLBAR',
      menuPlacement: 'CRM_LEAD_LIST_MENU',
      heading: words.leads,
      stageHeading: words.status,
      stateNames: words.leadStates,
      hasCloseDate: false,
      hasPipelines: false,
      list: async (query) => {
        const { total, leads } = await api.listLeads(query);
        return { total, rows: leads.map(toRow) };
      },
    },
    '',
  );
}

function toRow(lead: Lead): TableRow {
  return {
    ...lead,
    test: `lead-row-${lead.id}`,
    path: paths.lead(lead.id),
    stageName: lead.statusName,
    stageReached: lead.statusIndex + 1,
    stageCount: lead.statusCount,
  };
}
