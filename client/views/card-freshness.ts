import { computed, onBeforeUnmount, onMounted, watch, type ComputedRef } from 'vue';
import type { Freshness } from '#contract/sync-status.ts';
import { toFreshness } from '#format/freshness.ts';
import { useSession } from '#stores/session.ts';
import { useSyncStatus } from '#stores/sync-status.ts';

interface Times {
  readonly factsAt: string;
  readonly callsAt: string | null;
}

const behindMs = 60_000;

/**
 * Keeps a card's numbers as fresh as our copy, and tells why they are late.
 * The first data comes with the page, so nothing is asked for as long as it is fresh.
 */
export function useCardFreshness(
  times: () => Times | null,
  reload: () => Promise<void>,
): { freshness: ComputedRef<Freshness | null>; now: ComputedRef<string> } {
  const session = useSession();
  const sync = useSyncStatus();
  const freshness = computed(() => sync.status?.freshness ?? null);
  const now = computed(() => freshness.value?.now ?? session.now);
  let stop = (): void => undefined;

  onMounted(() => {
    stop = sync.follow();
    const known = times();
    const isLate = (at: string | null): boolean => ['stale', 'old'].includes(toFreshness(at, session.now));
    if (known !== null && (isLate(known.factsAt) || (known.callsAt !== null && isLate(known.callsAt)))) void sync.load();
  });
  onBeforeUnmount(() => stop());
  watch(
    () => freshness.value?.dealsAt ?? null,
    (dealsAt) => {
      const shown = times()?.factsAt ?? null;
      if (dealsAt !== null && shown !== null && Date.parse(dealsAt) - Date.parse(shown) >= behindMs) void reload();
    },
  );
  return { freshness, now };
}
