import type { SyncCursor } from '#store/sync-cursors.ts';
import type { ReadingFrom } from './bulk-entities.ts';
import { expectedDensity, measuredDensity, restOf, toWindow, type IdWindow } from './id-windows.ts';
import type { Lane } from './lane.ts';
import type { Chunks } from './read-chunks.ts';

/** A list that is read backwards from its cursor, and how many of its requests may be on their way. */
export interface Wanted {
  readonly cursor: SyncCursor;
  readonly atOnce: number;
  readonly read: (lane: Lane, from: ReadingFrom) => Promise<Chunks>;
}

/** The next rows of an entity, with which its cursor moves on. */
export type Read = { readonly entity: string } & (
  | { readonly kind: 'rows'; readonly chunks: Chunks; readonly isEnd: boolean }
  | { readonly kind: 'failed'; readonly failure: unknown }
);

/**
 * Keeps several requests on their way while rows are saved: a portal answers requests in parallel, and a chain of fifty pages
 * takes it seconds. Each request reads a window of ids, and windows of an entity are handed out in their order, so that one
 * cursor still tells how far it was read.
 */
export interface ReadAhead {
  readonly isEmpty: boolean;
  /** Gives up what is still on its way. */
  close(): void;
  /** Asks for more of what is wanted, the first before the others, and hands out what comes first; null when nothing is on its way. */
  next(lane: Lane, wanted: readonly Wanted[]): Promise<Read | null>;
}

/** Room for answers in the memory of one process, shared by the lanes of all portals. */
export interface ReadSpace {
  take(): boolean;
  give(): void;
}

export function createReadSpace(most = 28): ReadSpace {
  let taken = 0;
  return {
    take: () => {
      if (taken >= most) return false;
      taken += 1;
      return true;
    },
    give: () => void (taken -= 1),
  };
}

/** Keeps a portal busy that takes two requests a second and answers each within four seconds. */
const mostOnTheirWay = 8;
/** Answers that wait to be saved stay in memory, and a process that dies has read them in vain. */
const mostUnsaved = 14;

interface Flight {
  readonly window: IdWindow;
  hasLanded: boolean;
  readonly takesSpace: boolean;
  /** Never rejects: nobody listens before its turn. */
  readonly landing: Promise<{ readonly chunks: Chunks } | { readonly failure: unknown }>;
}

interface Track {
  readonly entity: string;
  readonly send: (window: IdWindow, takesSpace: boolean) => Flight;
  readonly flights: Flight[];
  /** Where the next window begins; null while the end is on its way. */
  next: { readonly after: bigint | null } | null;
  rowsPerId: number | null;
}

export function createReadAhead(space: ReadSpace): ReadAhead {
  const tracks = new Map<string, Track>();
  const flights = (): Flight[] => [...tracks.values()].flatMap((track) => track.flights);
  const isFull = (): boolean => flights().length >= mostUnsaved || flights().filter(({ hasLanded }) => !hasLanded).length >= mostOnTheirWay;
  const fill = (lane: Lane, wanted: Wanted): void => {
    const track = tracks.get(wanted.cursor.entity) ?? openTrack(lane, wanted);
    tracks.set(track.entity, track);
    track.rowsPerId ??= expectedDensity(wanted.cursor);
    while (track.next !== null && track.flights.length < wanted.atOnce && !isFull()) {
      // One request of each portal needs no room, so that no portal waits for all the others.
      const takesSpace = flights().length > 0;
      if (takesSpace && !space.take()) return;
      const window = toWindow(wanted.cursor, track.next.after, track.rowsPerId);
      track.flights.push(track.send(window, takesSpace));
      track.next = window.until === null || window.until === 0n ? null : { after: window.until + 1n };
    }
  };
  return {
    get isEmpty() {
      return flights().length === 0;
    },
    close: () => {
      for (const { takesSpace } of flights()) if (takesSpace) space.give();
      tracks.clear();
    },
    next: async (lane, wanted) => {
      for (const each of wanted) fill(lane, each);
      // Of what is there already, what is wanted first is taken first.
      const inOrder = new Set([...wanted.map(({ cursor }) => cursor.entity), ...tracks.keys()]);
      const heads = [...inOrder]
        .flatMap((entity) => tracks.get(entity) ?? [])
        .flatMap((track) => track.flights[0]?.landing.then((landed) => ({ track, landed })) ?? []);
      if (heads.length === 0) return null;
      const { track, landed } = await Promise.race(heads);
      if (track.flights[0]?.takesSpace === true) space.give();
      const read = takeFirst(track, landed);
      if (read.kind === 'failed' || read.isEnd) {
        for (const { takesSpace } of track.flights) if (takesSpace) space.give();
        tracks.delete(track.entity);
      }
      return read;
    },
  };
}

function openTrack(lane: Lane, { cursor, read }: Wanted): Track {
  const since = cursor.recentSince ?? new Date(0);
  const send: Track['send'] = (window, takesSpace) => {
    const reading = read(lane, { ...window, since });
    const landing = reading.then(
      (chunks) => ({ chunks }),
      (failure: unknown) => ({ failure }),
    );
    const flight: Flight = { window, hasLanded: false, takesSpace, landing };
    void landing.then(() => (flight.hasLanded = true));
    return flight;
  };
  const after = cursor.position === 0n ? null : cursor.position;
  return { entity: cursor.entity, send, flights: [], next: { after }, rowsPerId: null };
}

/** What did not fit into the request is asked for at once, because the windows behind it wait for it. */
function takeFirst(track: Track, landed: Awaited<Flight['landing']>): Read {
  const { entity } = track;
  const window = track.flights.shift()?.window;
  if ('failure' in landed || !window) return { kind: 'failed', entity, failure: 'failure' in landed ? landed.failure : undefined };
  const { chunks } = landed;
  const { end = null } = chunks;
  const { after, until } = window;
  if (track.rowsPerId !== null && after !== null && end !== null) {
    const rows = chunks.chunks.reduce((total, chunk) => total + chunk.rows, 0);
    track.rowsPerId = measuredDensity(track.rowsPerId, { rows, ids: Number(after - end) });
  }
  // A last page that was full leaves open whether there is more, unless no id is left.
  const isLast = chunks.isLast || (until !== null && end === until + 1n);
  if (!isLast && end !== null) {
    if (until === null) track.next = { after: end };
    else track.flights.unshift(track.send(restOf({ after: end, until }, track.rowsPerId ?? 1), false));
  }
  return { kind: 'rows', entity, chunks, isEnd: isLast && (until === null || until === 0n) };
}
