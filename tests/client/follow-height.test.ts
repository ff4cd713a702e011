import { afterEach, describe, expect, it, vi } from 'vitest';
import { followHeight } from '#portal/follow-height.ts';

describe('followHeight', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('reports each change of the height once and stops when told', () => {
    let changed = (): void => undefined;
    const disconnect = vi.fn();
    vi.stubGlobal(
      'ResizeObserver',
      class {
        constructor(callback: () => void) {
          changed = callback;
        }
        observe = vi.fn();
        disconnect = disconnect;
      },
    );
    let height = 320.4;
    const content = { getBoundingClientRect: () => ({ height }) } as HTMLElement;
    const fitHeight = vi.fn(() => Promise.resolve());
    const stop = followHeight(content, { fitHeight });
    changed();
    height = 500;
    changed();
    height = 0;
    changed();
    expect(fitHeight.mock.calls).toEqual([[321], [500]]);
    stop();
    expect(disconnect).toHaveBeenCalled();
  });
});
