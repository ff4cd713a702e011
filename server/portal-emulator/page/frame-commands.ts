import { isRecord, type FrameMessage } from './frame-message.ts';
import { choosePeople } from './people-dialog.ts';
import { isOpenPathAllowed } from './open-path.ts';
import type { ApplicationLook, Portal } from './portal-context.ts';

/** Where a frame stands and what it may change around itself. */
export interface FrameSurroundings {
  readonly place: 'tab' | 'slider' | 'page';
  setHeight(height: number): void;
  setTitle?(title: string): void;
  setScroll?(top: number): void;
  reloadData?(): void;
  closeSlider?(): void;
}

export interface FrameSession {
  readonly placement: string;
  readonly appSid: string;
  /** Kept current, so that a page reloaded inside the frame starts with what is valid now. */
  readonly initData: Record<string, unknown>;
  readonly surroundings: FrameSurroundings;
}

/** Bitrix24 has no error answers: what is denied or unknown gets silence. */
type Answer = { readonly kind: 'reply'; readonly value: unknown } | { readonly kind: 'silence' };
type Params = FrameMessage['params'];
type Command = (portal: Portal, session: FrameSession, params: Params) => Promise<Answer> | Answer;

export async function answerCommand(portal: Portal, session: FrameSession, message: FrameMessage): Promise<Answer> {
  const command = Object.hasOwn(commands, message.command) ? commands[message.command] : undefined;
  return command ? command(portal, session, message.params) : silence;
}

const silence: Answer = { kind: 'silence' };
const reply = (value?: unknown): Answer => ({ kind: 'reply', value });
const isOwnPage = (session: FrameSession): boolean => session.placement === 'DEFAULT';

const commands: Readonly<Record<string, Command>> = {
  getInitData: (_portal, session) => {
    const first = reply({ ...session.initData });
    session.initData['FIRST_RUN'] = false;
    return first;
  },
  setInstall: async (portal, session, params) => {
    await run(portal, session, 'setInstall', params);
    return reply(params);
  },
  setInstallFinish: async (portal, session, params) => {
    const outcome = await run(portal, session, 'setInstallFinish', params);
    if (outcome.done) await portal.finishInstall();
    else portal.notify(portal.words.notAllowed);
    return silence;
  },
  refreshAuth: async (portal, session, params) => {
    const outcome = await run(portal, session, 'refreshAuth', params);
    if (!outcome.done || !isRecord(outcome.value)) {
      portal.notify(portal.words.authFailed);
      return silence;
    }
    Object.assign(session.initData, outcome.value);
    return reply(outcome.value);
  },
  setAppOption: async (portal, session, params) => {
    const outcome = await run(portal, session, 'setAppOption', params);
    if (!outcome.done || outcome.value === undefined) return silence;
    session.initData['APP_OPTIONS'] = outcome.value;
    return reply(outcome.value);
  },
  setUserOption: async (portal, session, params) => {
    const outcome = await run(portal, session, 'setUserOption', params);
    if (!outcome.done) return silence;
    const kept = session.initData['USER_OPTIONS'];
    session.initData['USER_OPTIONS'] = { ...(isRecord(kept) ? kept : {}), [String(params['name'])]: params['value'] };
    return reply(params);
  },
  resizeWindow: (_portal, session, params) => {
    const height = Number(params['height']);
    if (session.surroundings.place === 'slider' || !(height > 0)) return silence;
    session.surroundings.setHeight(height);
    return reply({ width: params['width'], height });
  },
  setTitle: (_portal, session, params) => {
    if (!isOwnPage(session)) return silence;
    session.surroundings.setTitle?.(String(params['title'] ?? ''));
    return reply(params);
  },
  setScroll: (_portal, session, params) => {
    if (!isOwnPage(session)) return silence;
    session.surroundings.setScroll?.(Number(params['scroll']) || 0);
    return reply(params);
  },
  reloadWindow: (portal) => {
    portal.reloadPage();
    return silence;
  },
  openApplication: async (portal, _session, params) => {
    await portal.openApplication('DEFAULT', toOptions(params), toLook(params));
    return reply();
  },
  closeApplication: (_portal, session) => {
    if (!session.surroundings.closeSlider) return silence;
    session.surroundings.closeSlider();
    return reply();
  },
  openPath: async (portal, _session, params) => {
    const path = String(params['path'] ?? '');
    const opened = isOpenPathAllowed(path) && (await portal.openPath(path));
    return reply(opened ? { result: 'close' } : { result: 'error', errorCode: 'PATH_NOT_AVAILABLE' });
  },
  selectUser: async (portal, _session, params) => {
    const many = params['mult'] === true;
    const chosen = await choosePeople(portal, many);
    if (chosen.length === 0) return silence;
    return reply(many ? chosen : chosen[0]);
  },
  getInterface: (_portal, session) => {
    const hasReload = session.surroundings.reloadData !== undefined;
    return reply({ command: hasReload ? ['reloadData'] : [], event: [] });
  },
  reloadData: (_portal, session) => {
    if (!session.surroundings.reloadData) return silence;
    session.surroundings.reloadData();
    return reply();
  },
  // Bitrix24 acknowledges none of these.
  placementBindEvent: () => silence,
  imCallTo: quietly,
  imPhoneTo: quietly,
  imOpenMessenger: quietly,
  imOpenHistory: quietly,
};

function quietly(portal: Portal): Answer {
  portal.notify(portal.words.quietAction);
  return silence;
}

async function run(portal: Portal, session: FrameSession, name: string, params: Params): Promise<{ done: boolean; value?: unknown }> {
  try {
    return { done: true, value: await portal.api.runCommand(name, session.appSid, params) };
  } catch {
    return { done: false };
  }
}

/** Of an object with `options` and `params` only `params` is handed on; keys `bx24_` are for the slider. */
function toOptions(params: Params): Record<string, unknown> {
  const handed = isRecord(params['options']) && isRecord(params['params']) ? params['params'] : params;
  return Object.fromEntries(Object.entries(handed).filter(([name]) => !name.startsWith('bx24_')));
}

function toLook(params: Params): ApplicationLook {
  const { bx24_title: title, bx24_width: width } = isRecord(params['options']) && isRecord(params['params']) ? params['options'] : params;
  return {
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof width === 'number' && width > 0 ? { width } : {}),
  };
}
