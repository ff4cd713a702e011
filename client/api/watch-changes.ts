import { getChanges, type Topic } from '#contract/changes.ts';
import { callEndpoint } from './call-endpoint.ts';

export interface Watch {
  onTopics: (topics: readonly Topic[]) => void;
  /** Whether the page is seen now; hidden frames ask nothing. */
  isVisible: () => boolean;
  /** Resolves when the page is seen again. */
  untilVisible: (signal: AbortSignal) => Promise<void>;
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
  signal: AbortSignal;
}

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
/** The server holds a question for 25 s. */
const answerTimeoutMs = 40_000;

/** Asks what changed, again and again, until the signal ends it; after failures it waits longer each time. */
export async function watchChanges(watch: Watch): Promise<void> {
  const { signal } = watch;
  let revision = -1;
  let pauseMs = firstPauseMs;
  while (!signal.aborted) {
    if (!watch.isVisible()) await watch.untilVisible(signal);
    try {
      const changes = await callEndpoint(getChanges, { after: revision }, { signal, timeoutMs: answerTimeoutMs });
      const isRestart = changes.revision < revision;
      revision = changes.revision;
      pauseMs = firstPauseMs;
      if (changes.topics.length > 0) watch.onTopics(changes.topics);
      if (changes.reconnectAfterMs !== undefined) await watch.pause(Math.min(changes.reconnectAfterMs, longestPauseMs), signal);
      // A revision that goes back means a fresh server: do not spin on it.
      if (isRestart) await watch.pause(firstPauseMs, signal);
    } catch {
      if (signal.aborted) return;
      await watch.pause(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
  }
}
