import { onBeforeUnmount, watch } from 'vue';
import { useOverview } from '#stores/overview.ts';

interface Following {
  show(asked: { month: string; scope: string }): Promise<void>;
  stop(): void;
}

/** Keeps what is said of a month beside the month and the scope that the page shows, and lets go of it with the page. */
export function useShownScope(...all: readonly Following[]): void {
  const overview = useOverview();
  watch(
    [() => overview.data?.month, () => overview.data?.scope],
    ([month, scope]) => {
      if (month === undefined || scope === undefined) return;
      for (const one of all) void one.show({ month, scope });
    },
    { immediate: true },
  );
  onBeforeUnmount(() => all.forEach((one) => one.stop()));
}
