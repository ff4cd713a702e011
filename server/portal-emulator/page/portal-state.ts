import type { Language } from './words.ts';

export interface Person {
  readonly id: number;
  readonly name: string;
  readonly lastName: string;
  readonly position: string;
  readonly isAdmin: boolean;
  /** People with a story are offered in the switch. */
  readonly story?: Readonly<Record<Language, string>> | null;
}

export interface PlacementBinding {
  readonly code: string;
  readonly title: string;
  readonly handler: string;
}

export interface PortalState {
  readonly title: string;
  readonly language: Language;
  /** The portal's time with its offset, as its own clock on the wall shows it. */
  readonly now: string;
  readonly canStartOver: boolean;
  readonly me: Person;
  readonly people: readonly Person[];
  readonly application: { readonly title: Readonly<Record<Language, string>>; readonly isInstalled: boolean };
  readonly placements: readonly PlacementBinding[];
  readonly categories: readonly { readonly id: number; readonly name: string }[];
  readonly departments: readonly { readonly id: number; readonly name: string }[];
  readonly notifications: readonly { readonly at: string; readonly text: string }[];
}

/** A frame to open: `fields` go by POST to `url` into a frame named `frameName`. */
export interface FrameRequest {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly frameName: string;
  readonly appSid: string;
  /** The reply to `getInitData`. */
  readonly initData: Readonly<Record<string, unknown>>;
}

export interface StateKeeper {
  readonly current: PortalState;
  /** Milliseconds since the state was loaded; the shown clock runs on by them. */
  readonly ageMs: number;
  refresh(): Promise<PortalState>;
  onChange(listener: (state: PortalState) => void): void;
}

export async function createStateKeeper(load: () => Promise<PortalState>): Promise<StateKeeper> {
  let current = await load();
  let loadedAt = performance.now();
  const listeners: ((state: PortalState) => void)[] = [];
  return {
    get current() {
      return current;
    },
    get ageMs() {
      return performance.now() - loadedAt;
    },
    refresh: async () => {
      current = await load();
      loadedAt = performance.now();
      for (const listener of listeners) listener(current);
      return current;
    },
    onChange: (listener) => void listeners.push(listener),
  };
}
