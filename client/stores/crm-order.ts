import { defineStore } from 'pinia';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getCrmOrder, listCrmOrder, type CrmOrder, type OrderGroup, type OrderList } from '#contract/crm-order.ts';
import { useNumbersList } from './numbers-list.ts';
import { usePortal } from './portal.ts';

/** How people keep their deals and leads, and the list behind a number. */
export const useCrmOrder = defineStore('crm-order', () => {
  const portal = usePortal();
  return useNumbersList<CrmOrder, OrderList, { check: OrderGroup; scope: string }>({
    read: (asked) => callEndpoint(getCrmOrder, asked),
    readList: (opened, page) => callEndpoint(listCrmOrder, { ...opened, ...page }),
    complete: ({ items }) => {
      for (const kind of ['deal', 'lead'] as const) {
        void portal.loadTitles(
          items.filter((item) => item.kind === kind).map(({ id }) => id),
          kind,
        );
      }
    },
  });
});
