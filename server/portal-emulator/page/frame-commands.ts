import { dialogCommands } from './dialog-commands.ts';
import { isRecord, type FrameMessage } from './frame-message.ts';
import {
  reply,
  silence,
  type Answer,
  type Command,
  type Commands,
  type FrameSession,
  type Params,
  type WantedSize,
} from './frame-session.ts';
import { openingCommands } from './opening-commands.ts';
import { describeInterface, placementCommands } from './placement-commands.ts';
import type { Portal } from './portal-context.ts';

/** Answers a message of a frame; what Bitrix24 does not know or denies where the frame stands gets silence. */
export async function answerCommand(portal: Portal, session: FrameSession, message: FrameMessage): Promise<Answer> {
  const command = findCommand(message.command);
  return command ? command(portal, session, message) : silence;
}

function findCommand(name: string): Command | undefined {
  for (const commands of [generalCommands, openingCommands, dialogCommands, placementCommands]) {
    if (Object.hasOwn(commands, name)) return commands[name];
  }
  return undefined;
}

const generalCommands: Commands = {
  getInitData: (_portal, session) => {
    const first = reply({ ...session.initData });
    session.initData['FIRST_RUN'] = false;
    return first;
  },
  setInstall: async (portal, session, { params }) => {
    await run(portal, session, 'setInstall', params);
    return reply(params);
  },
  setInstallFinish: async (portal, session, { params }) => {
    const outcome = await run(portal, session, 'setInstallFinish', params);
    if (outcome.done) await portal.finishInstall();
    else portal.notify(portal.words.notAllowed);
    return silence;
  },
  refreshAuth: async (portal, session, { params }) => {
    const outcome = await run(portal, session, 'refreshAuth', params);
    if (!outcome.done || !isRecord(outcome.value)) {
      portal.notify(portal.words.authFailed);
      return silence;
    }
    Object.assign(session.initData, outcome.value);
    return reply(outcome.value);
  },
  setAppOption: async (portal, session, { params }) => {
    const outcome = await run(portal, session, 'setAppOption', params);
    if (!outcome.done || outcome.value === undefined) return silence;
    session.initData['APP_OPTIONS'] = outcome.value;
    return reply(outcome.value);
  },
  setUserOption: async (portal, session, { params }) => {
    const outcome = await run(portal, session, 'setUserOption', params);
    if (!outcome.done) return silence;
    const kept = session.initData['USER_OPTIONS'];
    session.initData['USER_OPTIONS'] = { ...(isRecord(kept) ? kept : {}), [String(params['name'])]: params['value'] };
    return reply(params);
  },
  resizeWindow: (_portal, { surroundings }, { params }) => (surroundings.resize ? reply(surroundings.resize(readSize(params))) : silence),
  // The portal itself keeps the title of the browser's tab; only the application's own page has a heading to set.
  setTitle: (_portal, session, { params }) => {
    if (session.placement !== 'DEFAULT' || !session.surroundings.setTitle) return silence;
    session.surroundings.setTitle(String(params['title'] ?? ''));
    return reply(params);
  },
  setScroll: (_portal, { surroundings }, { params }) => {
    const top = Number.parseInt(String(params['scroll']), 10);
    if (!surroundings.scrollTo || Number.isNaN(top)) return silence;
    surroundings.scrollTo(top);
    return reply(params);
  },
  reloadWindow: (portal) => {
    portal.reloadPage();
    return silence;
  },
  getInterface: (_portal, session) => reply(describeInterface(session)),
  // Bitrix24 acknowledges no subscription, and nothing on this page raises the events of its places.
  placementBindEvent: () => silence,
  imCallTo: quietly,
  imPhoneTo: (portal, _session, { params }) => {
    portal.notify(`${portal.words.wouldCall} ${String(params['phone'] ?? '')}`.trim());
    return silence;
  },
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

/** `'100%'` or pixels; a width that is no number becomes 100 pixels, a height that is none leaves the height alone. */
function readSize(params: Params): WantedSize {
  const width = params['width'] === '100%' ? '100%' : `${Number.parseInt(String(params['width']), 10) || 100}px`;
  const height = Number.parseInt(String(params['height']), 10);
  return { width, ...(height > 0 ? { height } : {}) };
}
