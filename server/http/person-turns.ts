/** Requests of one person take their turns, so that a right PIN sent many times at once is not counted as many wrong ones. */
export interface PersonTurns {
  take<T>(person: string, work: () => Promise<T>): Promise<T>;
}

export function createPersonTurns(): PersonTurns {
  const last = new Map<string, Promise<unknown>>();
  return {
    take: (person, work) => {
      const turn = (last.get(person) ?? Promise.resolve()).then(work, work);
      const settled = turn
        .catch(() => undefined)
        .then(() => {
          if (last.get(person) === settled) last.delete(person);
        });
      last.set(person, settled);
      return turn;
    },
  };
}
