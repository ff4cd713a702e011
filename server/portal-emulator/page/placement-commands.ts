import { backgroundWorker, callCardCommands, callCardEvents } from './call-card-commands.ts';
import { reply, silence, type Commands, type FrameSession } from './frame-session.ts';

/** Commands that only some placements have; everywhere else they are unknown. */
export const placementCommands: Commands = {
  ...callCardCommands,
  reloadData: (_portal, { surroundings }) => {
    if (!surroundings.reloadData) return silence;
    surroundings.reloadData();
    return reply();
  },
  setValue: (_portal, { surroundings }, { payload }) => {
    if (!surroundings.field) return silence;
    surroundings.field.set(payload);
    return reply();
  },
  getValue: (_portal, { surroundings }) => (surroundings.field ? reply(surroundings.field.get()) : silence),
};

/** What `getInterface` answers: the placement's own commands and events, none of the general ones. */
export function describeInterface({ placement, surroundings }: FrameSession): { command: string[]; event: string[] } {
  if (placement === backgroundWorker) return { command: Object.keys(callCardCommands), event: callCardEvents };
  return {
    command: [...(surroundings.reloadData ? ['reloadData'] : []), ...(surroundings.field ? ['setValue', 'getValue'] : [])],
    event: [],
  };
}
