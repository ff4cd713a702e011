import { defineStore } from 'pinia';
import { watchChanges } from '#api/watch-changes.ts';
import type { Topic } from '#contract/changes.ts';

type Listener = (topics: readonly Topic[]) => void;

/** Tells the stores which topics changed on the server, while the frame is visible. */
export const useChanges = defineStore('changes', () => {
  const listeners = new Map<Listener, readonly Topic[]>();
  let controller: AbortController | null = null;

  function start(): void {
    if (controller !== null) return;
    controller = new AbortController();
    void watchChanges({ onTopics: tell, isVisible, untilVisible, pause, signal: controller.signal });
  }

  function stop(): void {
    controller?.abort();
    controller = null;
  }

  function tell(topics: readonly Topic[]): void {
    for (const [listener, wanted] of listeners) {
      if (topics.some((topic) => wanted.includes(topic))) listener(topics);
    }
  }

  /** Calls the listener when one of the topics changed; returns the way to stop. */
  function subscribe(topics: readonly Topic[], listener: Listener): () => void {
    listeners.set(listener, topics);
    return () => listeners.delete(listener);
  }

  return { start, stop, subscribe };
});

function isVisible(): boolean {
  return document.visibilityState === 'visible';
}

function untilVisible(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = new AbortController();
    const settle = (): void => {
      if (!isVisible() && !signal.aborted) return;
      stop.abort();
      resolve();
    };
    document.addEventListener('visibilitychange', settle, { signal: stop.signal });
    signal.addEventListener('abort', settle, { signal: stop.signal });
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
