/** Lives of tokens on the system clock, as Bitrix24 documents them; faster clocks wear them out sooner. */
export interface TokenLife {
  readonly accessMs: number;
  readonly refreshMs: number;
  readonly codeMs: number;
}

export function tokenLife(timeScale: number): TokenLife {
  return { accessMs: (3600 * 1000) / timeScale, refreshMs: (180 * 24 * 3600 * 1000) / timeScale, codeMs: (30 * 1000) / timeScale };
}

/** What `expires_in` says: whole seconds. */
export function expiresIn(life: TokenLife): number {
  return Math.floor(life.accessMs / 1000);
}
