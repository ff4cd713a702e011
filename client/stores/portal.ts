import { defineStore } from 'pinia';
import { reactive, ref } from 'vue';
import { connectPortal, PortalRefusal, type PortalFrame } from '#portal/portal-frame.ts';
import type { TitledRecord } from '#portal/record-titles.ts';

/** Types of cards by their numbers in the CRM. */
export const cardKinds: Readonly<Record<number, TitledRecord>> = { 1: 'lead', 2: 'deal', 3: 'contact', 4: 'company' };

/** The portal around the page; the handshake happens once, on the first need. */
export const usePortal = defineStore('portal', () => {
  const memberId = ref<string | null>(null);
  /** Titles of deals seen so far, by id; they are never stored. */
  const titles = reactive(new Map<string, string>());
  /** Deals of which the portal tells the viewer nothing: there, and not theirs to see. */
  const unreadable = reactive(new Set<string>());
  /** The same of companies. */
  const companies = reactive(new Map<string, string>());
  /** The same of leads, contacts and companies, by kind and id: `4-12`. */
  const clientTitles = reactive(new Map<string, string>());
  /** The same of tasks. */
  const tasks = reactive(new Map<string, string>());
  const askedTasks = new Set<string>();
  const asked = { lead: new Set<string>(), deal: new Set<string>(), contact: new Set<string>(), company: new Set<string>() };
  let handshake: Promise<PortalFrame> | null = null;
  let onOtherPortal = (): void => undefined;

  function frame(): Promise<PortalFrame> {
    handshake ??= connectPortal({ memberId: memberId.value }).catch((error: unknown) => {
      handshake = null;
      if (error instanceof PortalRefusal && error.reason === 'other-portal') onOtherPortal();
      throw error;
    });
    return handshake;
  }

  async function loadTitles(ids: readonly string[], kind: TitledRecord = 'deal'): Promise<void> {
    const missing = ids.filter((id) => !asked[kind].has(id));
    if (missing.length === 0) return;
    for (const id of missing) asked[kind].add(id);
    try {
      for (const [id, title] of await (await frame()).loadTitles(kind, missing)) remember(kind, id, title);
      if (kind === 'deal') for (const id of missing) if (!titles.has(id)) unreadable.add(id);
    } catch {
      for (const id of missing) asked[kind].delete(id);
    }
  }

  async function loadTaskTitles(ids: readonly string[]): Promise<void> {
    const missing = ids.filter((id) => !askedTasks.has(id));
    if (missing.length === 0) return;
    for (const id of missing) askedTasks.add(id);
    try {
      for (const [id, title] of await (await frame()).loadTaskTitles(missing)) tasks.set(id, title);
    } catch {
      for (const id of missing) askedTasks.delete(id);
    }
  }

  function remember(kind: TitledRecord, id: string, title: string): void {
    if (kind === 'deal') titles.set(id, title);
    else clientTitles.set(`${Object.keys(cardKinds).find((number) => cardKinds[Number(number)] === kind)}-${id}`, title);
    if (kind === 'company') companies.set(id, title);
  }

  return {
    memberId,
    titles,
    unreadable,
    companies,
    clientTitles,
    tasks,
    frame,
    /** What is to happen when the frame turns out to belong to another portal than the page. */
    whenOtherPortal: (next: () => void) => (onOtherPortal = next),
    /** Fills `titles` or `companies`; without the portal's answer the page shows numbers of deals instead. */
    loadTitles,
    loadTaskTitles,
    openTask: async (viewerId: string, taskId: string) => (await frame()).openTask(viewerId, taskId),
    openDeal: async (dealId: string) => (await frame()).openDeal(dealId),
    callClientOf: async (dealId: string) => (await frame()).callClientOf(dealId),
    openClient: async ({ kind, id }: { kind: number; id: string }) => {
      const card = cardKinds[kind];
      if (card === undefined) return;
      await (card === 'deal' ? (await frame()).openDeal(id) : (await frame()).openCard(card, id));
    },
    openCalendar: async (ownerId: string, eventId: string) => (await frame()).openCalendar(ownerId, eventId),
    /** For a newer build; outside a portal the page reloads itself. */
    reload: () =>
      frame().then(
        (portal) => portal.reload(),
        () => location.reload(),
      ),
    /** Opens a plan sheet in a slider of the application. */
    openSheet: async (month: string, version: number) =>
      (await frame()).openApplication({ view: 'my-plan', month, version: String(version) }),
  };
});
