import { defineStore } from 'pinia';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getCrmOrder, listCrmOrder, type CrmOrder, type OrderCheck, type OrderList } from '#contract/crm-order.ts';
import { useNumbersList } from './numbers-list.ts';
import { usePortal } from './portal.ts';

/** How people keep their deals and leads, and the list behind a number. */
export const useCrmOrder = defineStore('crm-order', () => {
  const portal = usePortal();
  return useNumbersList<CrmOrder, OrderList, { check: OrderCheck; scope: string }>({
    read: (asked) => callEndpoint(getCrmOrder, asked),
    // What deals lack is asked of now, whatever the period.
    readList: (opened, { offset, limit }) => callEndpoint(listCrmOrder, { ...opened, offset, limit }),
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
