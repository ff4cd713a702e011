import type { FrameMessage } from './frame-message.ts';
import type { Portal } from './portal-context.ts';

export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

/** What an application asks of `resizeWindow`; a height that is no positive number is absent. */
export interface WantedSize {
  readonly width: string;
  readonly height?: number;
}

/** The value of a field of the application's own type, as the form around it holds it. */
export interface FieldValue {
  get(): unknown;
  set(value: unknown): void;
}

/** Where a frame stands and what it may change around itself; what is absent is denied there. */
export interface FrameSurroundings {
  readonly place: 'tab' | 'slider' | 'page' | 'field' | 'background';
  resize?(wanted: WantedSize): FrameSize;
  setTitle?(title: string): void;
  scrollTo?(top: number): void;
  reloadData?(): void;
  /** False when another slider lies over this one. */
  closeSlider?(): boolean;
  readonly field?: FieldValue;
}

export interface FrameSession {
  readonly placement: string;
  readonly appSid: string;
  /** Kept current, so that a page reloaded inside the frame starts with what is valid now. */
  readonly initData: Record<string, unknown>;
  readonly surroundings: FrameSurroundings;
}

/** Bitrix24 has no error answers: what is denied or unknown gets silence. */
export type Answer = { readonly kind: 'reply'; readonly value: unknown } | { readonly kind: 'silence' };
export type Params = FrameMessage['params'];
export type Command = (portal: Portal, session: FrameSession, message: FrameMessage) => Promise<Answer> | Answer;
export type Commands = Readonly<Record<string, Command>>;

export const silence: Answer = { kind: 'silence' };

export function reply(value?: unknown): Answer {
  return { kind: 'reply', value };
}
