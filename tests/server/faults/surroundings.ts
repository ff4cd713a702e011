import type { SeededRandom } from '#portal-emulator/scenarios/seeded-random.ts';
import type { SecretText } from '#store/secret-text.ts';
import type { FaultLog } from './fault-log.ts';
import type { StoreSeat } from './store-place.ts';
import type { World } from './world.ts';

/** What a test switches off to show that the suite would notice. */
export interface Sabotage {
  readonly isWithoutMarks?: boolean;
}

export interface NodeSurroundings {
  readonly name: string;
  readonly world: World;
  readonly random: SeededRandom;
  readonly log: FaultLog;
  readonly seat: StoreSeat;
  readonly secretText: SecretText;
  readonly fingerprintKey: Buffer;
  readonly sabotage: Sabotage;
  handle(request: Request): Promise<Response>;
  /** Someone should read this portal. */
  requestCatchUp(): void;
  /** The last moment before a transaction of anybody is committed. */
  beforeCommit(): Promise<void>;
  /** What nobody planned for. */
  surprise(failure: unknown): void;
}

/** Where the world can tell whether a process has died or not. */
export const points = ['before a request', 'after a request', 'before a transaction', 'before a commit', 'after a commit'] as const;
export type Point = (typeof points)[number];

/** Where a process may die; whoever asks learns that it has, and then must go no further. */
export interface DeathWatch {
  readonly isAlive: () => boolean;
  /** True when the process dies here. */
  reach(point: Point): boolean;
  /** Never comes back in a dead process. */
  pass(point: Point, ms: number): Promise<void>;
}
