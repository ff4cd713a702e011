import type { PortalTransaction } from '#store/portal-store.ts';

/** A piece of something that is read as a whole again and again, with what to save of it. */
export interface Piece {
  readonly rows: number;
  /** Where the next piece begins. */
  readonly position: bigint;
  readonly isLast: boolean;
  save(tx: PortalTransaction): Promise<number>;
}
