import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { callOnce, connectCalls } from '#api/call-endpoint.ts';
import { renewSession, type Boot, type Session, type View } from '#contract/session.ts';
import { usePortal } from './portal.ts';

/** Who looks at the page, at which portal, and with which token; everything else of the page hangs on it. */
export const useSession = defineStore('session', () => {
  const boot = shallowRef<Boot | null>(null);
  // The token lives in memory only, never in storage or an address.
  const session = shallowRef<Session | null>(null);
  const view = ref<View>('notice');
  const isOutdated = ref(false);
  let renewal: Promise<boolean> | null = null;

  function start(next: Boot): void {
    boot.value = next;
    session.value = next.session;
    view.value = next.view;
    const portal = usePortal();
    portal.memberId = next.portal?.memberId ?? null;
    portal.whenOtherPortal(refuse);
    connectCalls({
      token: () => session.value?.token ?? null,
      renew: () => (renewal ??= renew().finally(() => (renewal = null))),
      onBuild: (build) => (isOutdated.value = build !== next.build),
    });
  }

  /** A part of the page cannot be fetched any more: most likely a newer build has taken its place. */
  function missPart(): void {
    isOutdated.value = true;
  }

  /** Somebody else's page was opened here: nothing of it is shown, and nothing is asked or written with its token. */
  function refuse(): void {
    if (boot.value === null) return;
    const notice = { reason: 'open-from-portal', requestId: '' } as const;
    boot.value = { ...boot.value, view: 'notice', notice, session: null, viewer: null, portal: null, deal: null, lead: null };
    session.value = null;
    view.value = 'notice';
  }

  async function renew(): Promise<boolean> {
    const memberId = boot.value?.portal?.memberId;
    if (memberId === undefined) return false;
    try {
      const accessToken = await (await usePortal().frame()).getAccessToken();
      session.value = await callOnce(renewSession, { memberId, accessToken });
      return true;
    } catch {
      return false;
    }
  }

  return {
    boot,
    view,
    isOutdated,
    viewer: computed(() => boot.value?.viewer ?? null),
    currency: computed(() => boot.value?.portal?.currency ?? 'RUB'),
    timeZone: computed(() => boot.value?.portal?.timeZone ?? 'UTC'),
    /** Business time of the portal when the page was made. */
    now: computed(() => boot.value?.now ?? ''),
    month: computed(() => boot.value?.month ?? ''),
    start,
    refuse,
    missPart,
    /** Shows another view of the same entry, such as `my-plan` from the workspace. */
    show: (next: View) => (view.value = next),
  };
});
