import { reply, silence, type Commands, type FrameSurroundings } from './frame-session.ts';

/** Commands that only some placements have; everywhere else they are unknown. */
export const placementCommands: Commands = {
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
export function describeInterface(surroundings: FrameSurroundings): { command: string[]; event: string[] } {
  return {
    command: [...(surroundings.reloadData ? ['reloadData'] : []), ...(surroundings.field ? ['setValue', 'getValue'] : [])],
    event: [],
  };
}
