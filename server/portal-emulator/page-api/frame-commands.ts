import { z } from 'zod';
import { finishInstallation } from '../finish-installation.ts';
import { getInstallation, type Portal } from '../portal.ts';
import type { PortalUser } from '../portal-data.ts';
import { PortalRefusal } from '../portal-refusal.ts';
import type { PortalFrame } from '../state-mutation.ts';
import { expiresIn } from '../token-life.ts';
import type { FrameCommand } from './page-requests.ts';

const option = z.object({ name: z.string().min(1), value: z.unknown() });

const notFinished = z.object({ value: z.literal(false) });

type Command = (portal: Portal, me: PortalUser, frame: PortalFrame, params: unknown) => unknown;

/** Messages of a frame that change the portal; the reply goes back to the frame as it is. */
const commands: Readonly<Record<string, Command>> = {
  setInstall: (_portal, _me, _frame, params) => params,
  setInstallFinish(portal, me, frame, params) {
    if (!frame.isInstaller) throw new PortalRefusal('not-allowed', 'this frame is not the installer');
    // An installer that says `value: false` is shown again.
    const isFinished = notFinished.safeParse(params).success === false;
    if (isFinished) finishInstallation(portal, me.id, frame.clientId);
    return null;
  },
  refreshAuth(portal, me, { clientId }) {
    const pair = portal.tokens.issue({ clientId, userId: me.id });
    return { AUTH_ID: pair.accessToken, AUTH_EXPIRES: String(expiresIn(portal.tokens.life)), REFRESH_ID: pair.refreshToken };
  },
  setAppOption(portal, me, { clientId }, params) {
    if (!me.isAdmin) throw new PortalRefusal('not-allowed', 'only an administrator sets options of the application');
    const { name, value } = option.parse(params);
    portal.state.record({ kind: 'app-options-set', clientId, options: { [name]: value } });
    return getInstallation(portal, clientId).appOptions;
  },
  setUserOption(portal, me, { clientId }, params) {
    const { name, value } = option.parse(params);
    portal.state.record({ kind: 'user-options-set', clientId, userId: me.id, options: { [name]: value } });
    return params;
  },
};

export function runFrameCommand(portal: Portal, me: PortalUser, name: string, command: FrameCommand): unknown {
  const run = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!run) throw new PortalRefusal('not-found', `the command ${name} is not known`);
  const frame = portal.state.frames.get(command.appSid);
  if (!frame || frame.userId !== me.id) throw new PortalRefusal('not-found', 'this frame was not opened by this person');
  return run(portal, me, frame, command.params);
}
