import { getDealOutlook } from '#contract/deal-outlook.ts';
import { visit, type Frame } from './visitor.ts';

/** A deal that slips for the third time: «Поставка СИЗ, завод „Прогресс“» of Petrov, with every close date it was given. */
const slipping = { dealId: 1847, userId: 7, days: ['2026-08-28', '2026-09-30', '2026-10-30', '2026-11-27'] } as const;

/** The portal before the dates were moved. Bitrix24 keeps no history of them, so what our copy tells it must have seen. */
export function beforeMoves<
  Deal extends { readonly id: number; readonly closeDate: string | null },
  Data extends { readonly deals: readonly Deal[] },
>(data: Data): Data {
  return { ...data, deals: data.deals.map((deal) => (deal.id === slipping.dealId ? { ...deal, closeDate: slipping.days[0] } : deal)) };
}

/** The person moves the date in the portal, again and again; each time waits until our copy has seen it. */
export async function moveCloseDates(demo: { appUrl: string; portalOrigin: string; openFrame(userId: number): Frame }): Promise<void> {
  const frame = demo.openFrame(slipping.userId);
  const visitor = await visit(demo.appUrl, frame);
  const [first, ...later] = slipping.days;
  const untilSeen = async (day: string): Promise<void> => {
    for (let attempt = 0; attempt < patience; attempt += 1) {
      const { closeDay } = await visitor.call(getDealOutlook, { dealId: String(slipping.dealId) });
      if (closeDay === day) return;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    throw new Error(`The close date ${day} of deal ${slipping.dealId} was not read within ${(patience * 250) / 1000} s`);
  };
  await untilSeen(first);
  for (const day of later) {
    await changeDeal(demo.portalOrigin, frame.fields['AUTH_ID'] ?? '', day);
    await untilSeen(day);
  }
}

const patience = 600;

async function changeDeal(portalOrigin: string, auth: string, day: string): Promise<void> {
  const body = new URLSearchParams({ auth, id: String(slipping.dealId), 'fields[CLOSEDATE]': day });
  const response = await fetch(`${portalOrigin}/rest/crm.deal.update`, { method: 'POST', body });
  if (!response.ok) throw new Error(`The portal refused another close date: ${response.status} ${await response.text()}`);
}
