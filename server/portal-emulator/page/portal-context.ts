import type { ApplicationLook } from './application-look.ts';
import type { PortalApi } from './portal-api.ts';
import type { StateKeeper } from './portal-state.ts';
import type { SliderStack } from './slider.ts';
import type { ThemeKeeper } from './theme.ts';
import type { Formats } from './formats.ts';
import type { Language, Words } from './words.ts';

/** A placement to open in a slider of its own. */
export interface ApplicationWish {
  readonly placement: string;
  /** Absent where the placement has one handler. */
  readonly handler?: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly look?: ApplicationLook;
  /** Shows anew what lies under the slider, for placements that have the command. */
  readonly reloadData?: () => void;
}

/** What every part of the page is given. */
export interface Portal {
  readonly language: Language;
  readonly words: Words;
  readonly formats: Formats;
  readonly api: PortalApi;
  readonly state: StateKeeper;
  readonly sliders: SliderStack;
  readonly theme: ThemeKeeper;
  navigate(path: string): void;
  notify(text: string): void;
  /** Opens a placement in a slider of its own; settles when that slider closes. */
  openApplication(wish: ApplicationWish): Promise<void>;
  /** Opens a page of the portal in a slider; settles when it closes; false when there is no such page. */
  openPath(path: string): Promise<boolean>;
  /** The application's installer has finished. */
  finishInstall(): Promise<void>;
  reloadPage(): void;
}
