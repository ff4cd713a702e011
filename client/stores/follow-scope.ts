import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import type { Topic } from '#contract/changes.ts';
import type { Month, Scope } from '#contract/wire.ts';
import { useChanges } from './changes.ts';
import { type Failure, toFailure } from './failure.ts';

interface OfScope {
  readonly month: Month;
  readonly scope?: Scope | undefined;
}

interface Followed<Asked, Answer> {
  readonly data: ShallowRef<Answer | null>;
  readonly failure: ShallowRef<Failure | null>;
  readonly isLoading: Ref<boolean>;
  show(next: Asked): Promise<void>;
  load(): Promise<void>;
  stop(): void;
}

/**
 * What is said of a scope in a month, asked again when something it rests on changes. Of two answers the one that was
 * asked for last is kept; numbers of another scope or month are not shown while new ones are on their way.
 */
export function followScope<Asked extends OfScope, Answer>(
  ask: (asked: Asked) => Promise<Answer>,
  topics: readonly Topic[],
): Followed<Asked, Answer> {
  const changes = useChanges();
  const asked: ShallowRef<Asked | null> = shallowRef(null);
  const data: ShallowRef<Answer | null> = shallowRef(null);
  const failure = shallowRef<Failure | null>(null);
  const isLoading = ref(false);
  let sequence = 0;
  let unsubscribe: (() => void) | null = null;

  async function show(next: Asked): Promise<void> {
    if (next.month !== asked.value?.month || next.scope !== asked.value.scope) data.value = null;
    asked.value = next;
    unsubscribe ??= changes.subscribe([...topics], () => void load());
    await load();
  }

  async function load(): Promise<void> {
    if (asked.value === null) return;
    const own = ++sequence;
    isLoading.value = true;
    failure.value = null;
    try {
      const answer = await ask(asked.value);
      if (own === sequence) data.value = answer;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    } finally {
      if (own === sequence) isLoading.value = false;
    }
  }

  function stop(): void {
    sequence += 1;
    unsubscribe?.();
    unsubscribe = null;
  }

  return { data, failure, isLoading, show, load, stop };
}
