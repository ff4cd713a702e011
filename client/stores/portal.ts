import { defineStore } from 'pinia';
import { reactive, ref } from 'vue';
import { connectPortal, PortalRefusal, type PortalFrame } from '#portal/portal-frame.ts';
import type { TitledRecord } from '#portal/record-titles.ts';

/** The portal around the page; the handshake happens once, on the first need. */
export const usePortal = defineStore('portal', () => {
  const memberId = ref<string | null>(null);
  /** Titles of deals seen so far, by id; they are never stored. */
  const titles = reactive(new Map<string, string>());
  /** Deals of which the portal tells the viewer nothing: there, and not theirs to see. */
  const unreadable = reactive(new Set<string>());
  /** The same of companies. */
  const companies = reactive(new Map<string, string>());
  const asked = { deal: new Set<string>(), company: new Set<string>() };
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
    const known = kind === 'deal' ? titles : companies;
    try {
      for (const [id, title] of await (await frame()).loadTitles(kind, missing)) known.set(id, title);
      if (kind === 'deal') for (const id of missing) if (!known.has(id)) unreadable.add(id);
    } catch {
      for (const id of missing) asked[kind].delete(id);
    }
  }

  return {
    memberId,
    titles,
    unreadable,
    companies,
    frame,
    /** What is to happen when the frame turns out to belong to another portal than the page. */
    whenOtherPortal: (next: () => void) => (onOtherPortal = next),
    /** Fills `titles` or `companies`; without the portal's answer the page shows numbers of deals instead. */
    loadTitles,
    openDeal: async (dealId: string) => (await frame()).openDeal(dealId),
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
