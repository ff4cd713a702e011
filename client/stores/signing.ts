import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import {
  getSheet,
  listMyPlans,
  listSigning,
  remindPeople,
  type MyPlans,
  type PlanSheet,
  type SigningList,
} from '#contract/acknowledgement.ts';
import { recordPaper, replyToSheet, writeAboutSheet } from '#contract/sheet-acts.ts';
import type { Month } from '#contract/wire.ts';
import { useChanges } from './changes.ts';
import { type Failure, toFailure } from './failure.ts';

/** Who has read and signed the plan of a month, and which sheets wait for the viewer. */
export const useSigning = defineStore('signing', () => {
  const changes = useChanges();
  const month = ref<Month | null>(null);
  const list = shallowRef<SigningList | null>(null);
  const own = shallowRef<MyPlans | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isLoading = ref(false);
  /** One person's sheet that the head looks at. */
  const sheet = shallowRef<PlanSheet | null>(null);
  let unsubscribe: (() => void) | null = null;

  async function open(next: Month): Promise<void> {
    month.value = next;
    list.value = null;
    unsubscribe ??= changes.subscribe(['acknowledgements', 'plans'], () => void load());
    await load();
  }

  function close(): void {
    month.value = null;
    sheet.value = null;
    unsubscribe?.();
    unsubscribe = null;
  }

  async function load(): Promise<void> {
    const asked = month.value;
    if (asked === null) return;
    isLoading.value = true;
    failure.value = null;
    try {
      const answer = await callEndpoint(listSigning, { month: asked });
      if (month.value === asked) list.value = answer;
      const shown = sheet.value;
      if (shown !== null) await openSheet({ month: shown.month, version: shown.version, userId: shown.userId });
    } catch (error) {
      failure.value = toFailure(error);
    } finally {
      isLoading.value = false;
    }
  }

  async function openSheet(path: { month: Month; version: number; userId: string }): Promise<void> {
    await act(() => callEndpoint(getSheet, path));
  }

  const write = (text: string): Promise<boolean> => act((path) => callEndpoint(writeAboutSheet, { ...path, text }));
  const reply = (text: string): Promise<boolean> => act((path) => callEndpoint(replyToSheet, { ...path, text }));
  const record = (scanSha256: string, witnesses: string[]): Promise<boolean> =>
    act((path) => callEndpoint(recordPaper, { ...path, scanSha256, witnesses }));

  /** Shows the sheet as it is afterwards; false when nothing was done. */
  async function act(call: (path: { month: Month; version: number; userId: string }) => Promise<PlanSheet>): Promise<boolean> {
    const { month: of = '', version = 1, userId = '' } = sheet.value ?? {};
    try {
      sheet.value = await call({ month: of, version, userId });
      return true;
    } catch (error) {
      toFailure(error);
      return false;
    }
  }

  const isReminding = ref(false);

  /** How many were reminded, were away, or had been reminded today; null when it failed. */
  async function remind(of: Month, userIds: string[]): Promise<{ reminded: number; absent: number; already: number } | null> {
    isReminding.value = true;
    try {
      return await callEndpoint(remindPeople, { month: of, userIds });
    } catch (error) {
      toFailure(error);
      return null;
    } finally {
      isReminding.value = false;
    }
  }

  /** The tab «Мой план» is only there for people who have been sent a sheet; without an answer it stays away. */
  async function loadOwn(): Promise<void> {
    try {
      own.value = await callEndpoint(listMyPlans, {});
    } catch (error) {
      toFailure(error);
    }
  }

  return {
    month,
    list,
    own,
    failure,
    isLoading,
    sheet,
    open,
    close,
    load,
    loadOwn,
    openSheet,
    closeSheet: () => (sheet.value = null),
    write,
    reply,
    record,
    isReminding,
    remind,
  };
});
