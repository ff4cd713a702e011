import { describe, expect, it } from 'vitest';
import { createCircuitBreaker, type Passage } from '#bitrix/circuit-breaker.ts';

function createBreaker() {
  const clock = { ms: 0 };
  const breaker = createCircuitBreaker({ systemClock: () => new Date(clock.ms) });
  const enter = (): Passage => {
    const passage = breaker.enter();
    if (!passage) throw new Error('the circuit is open');
    return passage;
  };
  const open = (): void => {
    for (let index = 0; index < 5; index += 1) enter().fail();
  };
  return { clock, breaker, enter, open };
}

describe('the circuit of a portal', () => {
  it('opens for a minute after five failures in a row', () => {
    const { clock, breaker, enter } = createBreaker();
    for (let index = 0; index < 4; index += 1) enter().fail();
    expect(breaker.openUntil()).toBeNull();
    enter().fail();
    expect(breaker.openUntil()).toEqual(new Date(60_000));
    expect(breaker.enter()).toBeNull();
    clock.ms = 59_999;
    expect(breaker.enter()).toBeNull();
    clock.ms = 60_000;
    expect(breaker.openUntil()).toBeNull();
    expect(breaker.enter()).not.toBeNull();
  });

  it('counts anew after an answer', () => {
    const { breaker, enter } = createBreaker();
    for (let index = 0; index < 4; index += 1) enter().fail();
    enter().succeed();
    for (let index = 0; index < 4; index += 1) enter().fail();
    expect(breaker.openUntil()).toBeNull();
  });

  it('lets one request try, and closes when it is answered', () => {
    const { clock, breaker, enter, open } = createBreaker();
    open();
    clock.ms = 60_000;
    const trial = enter();
    expect(breaker.enter()).toBeNull();
    expect(breaker.openUntil()).toEqual(new Date(60_000));
    trial.succeed();
    expect(breaker.openUntil()).toBeNull();
    enter();
    enter();
  });

  it('stays open for another minute when the trial fails', () => {
    const { clock, breaker, enter, open } = createBreaker();
    open();
    clock.ms = 60_000;
    enter().fail();
    expect(breaker.openUntil()).toEqual(new Date(120_000));
    expect(breaker.enter()).toBeNull();
  });

  it('lets another request try when the trial was given up', () => {
    const { clock, breaker, enter, open } = createBreaker();
    open();
    clock.ms = 60_000;
    enter().leave();
    enter().succeed();
    expect(breaker.openUntil()).toBeNull();
  });

  it('does not listen to answers of requests that were sent before it changed', () => {
    const { clock, breaker, enter, open } = createBreaker();
    const [late, later] = [enter(), enter()];
    open();
    late.succeed();
    expect(breaker.enter()).toBeNull();
    clock.ms = 60_000;
    enter();
    later.fail();
    expect(breaker.openUntil()).toEqual(new Date(60_000));
  });
});
