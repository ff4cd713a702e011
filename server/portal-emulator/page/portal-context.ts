import type { PortalApi } from './portal-api.ts';
import type { StateKeeper } from './portal-state.ts';
import type { SliderStack } from './slider.ts';
import type { Formats } from './formats.ts';
import type { Language, Words } from './words.ts';

/** How a slider that an application opens looks; `bx24_` keys of `openApplication`. */
export interface ApplicationLook {
  readonly title?: string;
  readonly width?: number;
}

/** What every part of the page is given. */
export interface Portal {
  readonly language: Language;
  readonly words: Words;
  readonly formats: Formats;
  readonly api: PortalApi;
  readonly state: StateKeeper;
  readonly sliders: SliderStack;
  navigate(path: string): void;
  notify(text: string): void;
  /** Opens a placement in a slider of its own; settles when that slider closes. */
  openApplication(placement: string, options?: Readonly<Record<string, unknown>>, look?: ApplicationLook): Promise<void>;
  /** Opens a page of the portal in a slider; settles when it closes; false when there is no such page. */
  openPath(path: string): Promise<boolean>;
  /** The application's installer has finished. */
  finishInstall(): Promise<void>;
  reloadPage(): void;
}
