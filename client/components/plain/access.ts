import type { InjectionKey } from 'vue';

/** How a message about a missing right lets the person go on; the page provides it, because parts know no stores. */
export interface Access {
  /** Names of those who were asked; null while nobody was. */
  askedOf(): readonly string[] | null;
  isAsking(): boolean;
  hasFailed(): boolean;
  ask(): void;
  /** Shows what the person may see; null where the page has no such way. */
  readonly goOn: (() => void) | null;
}

export const accessKey: InjectionKey<Access> = Symbol('access');
