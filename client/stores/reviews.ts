import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import {
  changeReviewSeries,
  defineReviewSeries,
  endReviewSeries,
  listReviews,
  type ReviewList,
  type ReviewRegulations,
} from '#contract/review-series.ts';
import { holdReviewCalendar, releaseReviewCalendar, saveReviewCalendar, type CalendarOrder } from '#contract/review-calendar.ts';
import type { PortalCalendar } from '#portal/calendar-entries.ts';
import { useChanges } from './changes.ts';
import { toFailure, type Failure } from './failure.ts';
import { usePortal } from './portal.ts';
import { useSession } from './session.ts';

/** Series of reviews with the ones that lie ahead and those that were held. */
export const useReviews = defineStore('reviews', () => {
  const data = shallowRef<ReviewList | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const saveFailure = shallowRef<Failure | null>(null);
  const isSaving = ref(false);
  let unsubscribe = (): void => undefined;
  let sequence = 0;

  async function load(): Promise<void> {
    const own = ++sequence;
    try {
      const answer = await callEndpoint(listReviews, {});
      if (own !== sequence) return;
      data.value = answer;
      failure.value = null;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  async function start(): Promise<void> {
    unsubscribe();
    unsubscribe = useChanges().subscribe(['reviews'], () => void load());
    await load();
  }

  function stop(): void {
    unsubscribe();
    sequence += 1;
  }

  async function save(change: () => Promise<ReviewList>): Promise<boolean> {
    if (isSaving.value) return false;
    isSaving.value = true;
    saveFailure.value = null;
    try {
      const answer = await change();
      sequence += 1;
      data.value = answer;
      return true;
    } catch (error) {
      saveFailure.value = toFailure(error);
      return false;
    } finally {
      isSaving.value = false;
    }
  }

  /** Series whose entry the portal has refused: it is said beside them. */
  const refusedCalendars = shallowRef<ReadonlySet<string>>(new Set());
  /** Series whose entry this page writes right now. */
  const writingCalendar = ref<string | null>(null);

  /** Writes the series into the calendar in the viewer's own name, once however often it is pressed. */
  async function putIntoCalendar(seriesId: string): Promise<void> {
    if (writingCalendar.value !== null) return;
    writingCalendar.value = seriesId;
    const holdId = crypto.randomUUID();
    try {
      const { order, list } = await callEndpoint(holdReviewCalendar, { seriesId, holdId });
      take(list);
      if (order === null) return;
      const written = await writeEntry(order).catch(() => null);
      refusedCalendars.value = new Set(
        [...refusedCalendars.value].filter((id) => id !== seriesId).concat(written === null ? seriesId : []),
      );
      if (written === null) return take(await callEndpoint(releaseReviewCalendar, { seriesId, holdId }));
      await tell({ seriesId, holdId }, written);
    } catch (error) {
      saveFailure.value = toFailure(error);
    } finally {
      writingCalendar.value = null;
    }
  }

  /** Somebody else was told the order meanwhile: what this page has added goes again, so that there is one entry. */
  async function tell(held: { seriesId: string; holdId: string }, { isNew, ...entry }: WrittenEntry): Promise<void> {
    try {
      take(await callEndpoint(saveReviewCalendar, { ...held, ...entry }));
    } catch (error) {
      if (isNew && toFailure(error).code === 'conflict') await (await usePortal().frame()).calendar.remove(entry.eventId);
      throw error;
    }
  }

  async function writeEntry(order: CalendarOrder): Promise<WrittenEntry> {
    const { calendar } = await usePortal().frame();
    return writeOrder(calendar, order, useSession().viewer?.userId ?? '');
  }

  /** The entry of a series that has ended goes, as far as it is the viewer's own. */
  async function takeOutOfCalendar(seriesId: string, eventId: string): Promise<void> {
    try {
      await (await usePortal().frame()).calendar.remove(eventId);
      take(await callEndpoint(releaseReviewCalendar, { seriesId, holdId: crypto.randomUUID(), goneId: eventId }));
    } catch {
      refusedCalendars.value = new Set([...refusedCalendars.value, seriesId]);
    }
  }

  function take(list: ReviewList): void {
    sequence += 1;
    data.value = list;
  }

  async function end(seriesId: string): Promise<boolean> {
    const own = data.value?.series.find((series) => series.seriesId === seriesId)?.calendar;
    const isOwn = own !== undefined && own.eventId !== null && own.ownerId === useSession().viewer?.userId;
    if (!(await save(() => callEndpoint(endReviewSeries, { seriesId })))) return false;
    if (isOwn && own.eventId !== null) await takeOutOfCalendar(seriesId, own.eventId);
    return true;
  }

  return {
    data,
    failure,
    saveFailure,
    isSaving,
    refusedCalendars,
    writingCalendar,
    putIntoCalendar,
    load,
    start,
    stop,
    define: (series: ReviewRegulations & { seriesId: string; scope: string; firstDay: string }) =>
      save(() => callEndpoint(defineReviewSeries, series)),
    change: (seriesId: string, regulations: ReviewRegulations) =>
      save(() => callEndpoint(changeReviewSeries, { seriesId, ...regulations })),
    end,
  };
});

interface WrittenEntry {
  readonly eventId: string;
  readonly ownerId: string;
  readonly isNew: boolean;
}

/** Changes the entry that is there, takes up one whose answer was lost, or adds one. */
async function writeOrder(calendar: PortalCalendar, order: CalendarOrder, viewerId: string): Promise<WrittenEntry> {
  const { eventId, lookInto } = order;
  if (eventId !== null && (await calendar.change(viewerId, eventId, order))) return { eventId, ownerId: viewerId, isNew: false };
  for (const ownerId of lookInto) {
    const known = await calendar.find(ownerId, order).catch(() => undefined);
    if (known !== undefined) return { eventId: known, ownerId, isNew: false };
  }
  return { eventId: await calendar.add(viewerId, order), ownerId: viewerId, isNew: true };
}
