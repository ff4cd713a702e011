/** Portals whose pages this process has served, with the origins that may frame them: what is asked too often is refused without the store. */
export interface MetPortals {
  has(memberId: string): boolean;
  originsOf(memberId: string): readonly string[];
  meet(memberId: string, origins: readonly string[]): void;
}

export function createMetPortals(most = 5000): MetPortals {
  const met = new Map<string, readonly string[]>();
  return {
    has: (memberId) => met.has(memberId),
    originsOf: (memberId) => met.get(memberId) ?? [],
    meet: (memberId, origins) => {
      met.delete(memberId);
      met.set(memberId, origins);
      const [oldest] = met.keys();
      if (met.size > most && oldest !== undefined) met.delete(oldest);
    },
  };
}
