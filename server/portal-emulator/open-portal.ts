import type { PortalEmulatorOptions } from './emulator-options.ts';
import { createEventSender } from './event-sender.ts';
import { createFaults } from './faults.ts';
import { createLeakyBucket } from './leaky-bucket.ts';
import { createOperatingTime } from './operating-time.ts';
import type { Portal } from './portal.ts';
import { openPortalState } from './portal-state.ts';
import { createPortalZone } from './portal-zone.ts';
import { createStages } from './stages.ts';
import { tokenLife } from './token-life.ts';
import { ownSurroundings } from './surroundings.ts';
import { createTokens } from './tokens.ts';
import { createVisibility } from './visibility.ts';

/** Puts the parts of one portal together. */
export function openPortal(options: PortalEmulatorOptions): Portal {
  const { data } = options;
  const timeScale = options.pace?.timeScale ?? 1;
  const surroundings = options.surroundings ?? ownSurroundings;
  const nowMs = (): number => surroundings.systemClock().getTime();
  const state = openPortalState(options);
  const faults = createFaults(options.faults, surroundings.sleep);
  const tokens = createTokens(state, tokenLife(timeScale), nowMs);
  return {
    options,
    surroundings,
    state,
    tokens,
    zone: createPortalZone(data.timeZone),
    stages: createStages(data),
    visibility: createVisibility(data),
    sender: createEventSender({ options, state, tokens, faults, surroundings }),
    faults,
    bucket: createLeakyBucket(options.limits, timeScale, nowMs),
    operating: createOperatingTime({ limits: options.limits, timeScale, nowMs }),
  };
}
