import { describe, expect, it } from 'vitest';
import DrillDownList from '#components/drill-down/DrillDownList.vue';
import { mountView, readText } from './mount-view.ts';
import { buildBoot } from './sample-data.ts';
import { buildDrillDown } from './sample-overview.ts';

const list = buildDrillDown();
const dealIds = list.items.flatMap((item) => (item.kind === 'deal' ? [item.dealId] : []));

function readList(unreadable: readonly string[]): string {
  const props = {
    ...{ list, pageSize: 100, names: new Map(), currency: 'RUB', timeZone: 'Europe/Moscow', isLoading: false, testName: 'drill' },
    titles: new Map<string, string>(),
    unreadable: new Set(unreadable),
  };
  const view = mountView(DrillDownList, buildBoot(), props);
  const text = readText(view);
  view.unmount();
  return text;
}

describe('deals that the viewer may not see in the CRM', () => {
  it('are told by their number, and still counted in the sum', () => {
    expect(readList(dealIds.slice(0, 1))).toContain('1 сделка вам в CRM недоступна');
    expect(readList(dealIds.slice(0, 1))).toContain(readList([]).slice(0, 12));
  });

  it('are not spoken of while nothing is known of their titles', () => {
    expect(readList([])).not.toContain('недоступн');
    expect(readList(['999999'])).not.toContain('недоступн');
  });
});
