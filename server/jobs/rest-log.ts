import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { maskExchange, type MaskedExchange } from '#bitrix/mask-exchange.ts';
import type { RestWatch } from '#bitrix/rest-watch.ts';
import type { Log } from '#kernel/log.ts';
import type { Store } from '#store/open-store.ts';
import { rememberPortalIds, type PortalTransaction } from '#store/portal-store.ts';
import { addToRestLog, listRestLog, measureRestLog, type RestLogGroup } from '#store/rest-log.ts';
import type { SecretText } from '#store/secret-text.ts';

export interface RestLog extends Pick<RestWatch, 'exchanged'> {
  /** Saves what has gathered. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

export interface RestLogOptions {
  readonly store: Store;
  readonly secretText: SecretText;
  readonly systemClock: () => Date;
  readonly log: Log;
  readonly limits?: RestLogLimits;
}

export interface RestLogLimits {
  readonly everyMs: number;
  /** Requests of one portal that wait to be saved; those beyond are only counted. */
  readonly mostWaiting: number;
  /** Characters a day and portal; behind them requests are kept without their parameters and answers. */
  readonly mostADay: number;
}

const usualLimits: RestLogLimits = { everyMs: 10_000, mostWaiting: 1000, mostADay: 8_000_000 };
/** A portal that is being installed gets its number at the end of that. */
const unknownMs = 120_000;
const dayMs = 86_400_000;

interface Gathering {
  lines: string[];
  since: Date;
  until: Date;
  left: number;
}

/** Gathers masked requests in memory and writes them in groups: a request costs a walk through 2 KB, and the store one insert in ten seconds. */
export function createRestLog({ store, secretText, systemClock, log, limits = usualLimits }: RestLogOptions): RestLog {
  const waiting = new Map<string, Gathering>();
  const budget = createBudget(limits.mostADay, systemClock);
  const findPortalId = rememberPortalIds(store.directory);
  let saving: Promise<void> = Promise.resolve();

  const save = async (memberId: string, group: Gathering): Promise<'saved' | 'unknown'> => {
    const portalId = await findPortalId(memberId);
    if (portalId === undefined) return 'unknown';
    const left = group.left > 0 ? [JSON.stringify({ left: group.left })] : [];
    const sealed = await pack(secretText, memberId, [...group.lines, ...left]);
    await store.forPortal(portalId).transaction(async (tx) => {
      await budget.measure(tx, memberId);
      const { since, until, lines } = group;
      await addToRestLog(tx, { since, until, records: lines.length, keyId: secretText.currentKeyId(), sealed });
    });
    budget.spend(memberId, sealed.length);
    return 'saved';
  };
  const saveAll = async (): Promise<void> => {
    for (const [memberId, group] of [...waiting]) {
      waiting.delete(memberId);
      try {
        const isYoung = systemClock().getTime() - group.since.getTime() < unknownMs;
        if ((await save(memberId, group)) === 'unknown' && isYoung) putBack(memberId, group);
      } catch (failure) {
        log.warn({ cause: failure instanceof Error ? failure.message : 'unknown' }, 'requests to a portal could not be logged yet');
        putBack(memberId, group);
      }
    }
  };
  const putBack = (memberId: string, group: Gathering): void => {
    const since = waiting.get(memberId);
    const lines = [...group.lines, ...(since?.lines ?? [])];
    const tooMany = Math.max(0, lines.length - limits.mostWaiting);
    const left = group.left + (since?.left ?? 0) + tooMany;
    waiting.set(memberId, { ...group, lines: lines.slice(0, limits.mostWaiting), until: since?.until ?? group.until, left });
  };
  const flush = (): Promise<void> => (saving = saving.then(saveAll));
  const timer = setInterval(() => void flush(), limits.everyMs);
  timer.unref();
  return {
    exchanged: (exchange) => {
      const { startedAt, memberId } = exchange;
      const group = waiting.get(memberId) ?? { lines: [], since: startedAt, until: startedAt, left: 0 };
      waiting.set(memberId, group);
      if (startedAt > group.until) group.until = startedAt;
      if (group.lines.length >= limits.mostWaiting) group.left += 1;
      else group.lines.push(writeLine(maskExchange(exchange), budget.isSpent(memberId)));
    },
    flush,
    stop: async () => {
      clearInterval(timer);
      await flush();
    },
  };
}

function writeLine(masked: MaskedExchange, isShort: boolean): string {
  return JSON.stringify(isShort ? { ...masked, params: '', answer: '' } : masked);
}

/** What each portal has written since the beginning of the day, as the store had it when this process began. */
function createBudget(mostADay: number, systemClock: () => Date) {
  const spent = new Map<string, { day: number; size: number }>();
  const today = (): number => Math.floor(systemClock().getTime() / dayMs);
  return {
    isSpent: (memberId: string): boolean => {
      const known = spent.get(memberId);
      return known !== undefined && known.day === today() && known.size >= mostADay;
    },
    measure: async (tx: PortalTransaction, memberId: string): Promise<void> => {
      if (spent.get(memberId)?.day === today()) return;
      spent.set(memberId, { day: today(), size: await measureRestLog(tx, new Date(today() * dayMs)) });
    },
    spend: (memberId: string, size: number): void => {
      const known = spent.get(memberId);
      if (known !== undefined) known.size += size;
    },
  };
}

const place = (memberId: string) => ({ column: 'rest_log.sealed', memberId, generation: 0 });

async function pack(secretText: SecretText, memberId: string, lines: readonly string[]): Promise<string> {
  return secretText.sealBytes(await promisify(gzip)(lines.join('\n')), place(memberId));
}

/** Lines of one group, each a JSON. */
async function unpack(secretText: SecretText, memberId: string, group: RestLogGroup): Promise<string[]> {
  const text = await promisify(gunzip)(secretText.openBytes(group.sealed, place(memberId)));
  return text.toString('utf8').split('\n');
}

/** Requests since a time, oldest first, as they were written. */
export async function readRestLog(tx: PortalTransaction, secretText: SecretText, of: { memberId: string; since: Date }): Promise<string[]> {
  const lines: string[] = [];
  for (const group of await listRestLog(tx, of.since)) {
    const all = await unpack(secretText, of.memberId, group);
    // Lines begin with their time, and such times stand in the order of their letters.
    lines.push(...all.filter((line) => (/^\{"at":"([^"]+)"/.exec(line)?.[1] ?? '9') >= of.since.toISOString()));
  }
  return lines;
}
