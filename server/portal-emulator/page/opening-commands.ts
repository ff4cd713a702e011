import { isRecord } from './frame-message.ts';
import { reply, silence, type Commands, type Params } from './frame-session.ts';
import { isOpenPathAllowed } from './open-path.ts';
import { isLabelGround, type ApplicationLook, type SliderLabel } from './application-look.ts';

/** Commands that open something over the frame and answer when it is closed. */
export const openingCommands: Commands = {
  openApplication: async (portal, _session, { params }) => {
    await portal.openApplication({ placement: 'DEFAULT', options: toOptions(params), look: toLook(params) });
    return reply();
  },
  closeApplication: (_portal, { surroundings }) => (surroundings.closeSlider?.() === true ? reply() : silence),
  openPath: async (portal, _session, { params }) => {
    const path = String(params['path'] ?? '');
    const opened = isOpenPathAllowed(path) && (await portal.openPath(path));
    return reply(opened ? { result: 'close' } : { result: 'error', errorCode: 'PATH_NOT_AVAILABLE' });
  },
};

/** Of an object with `options` and `params` only `params` is handed on; keys `bx24_` are for the slider. */
function toOptions(params: Params): Record<string, unknown> {
  const handed = isRecord(params['options']) && isRecord(params['params']) ? params['params'] : params;
  return Object.fromEntries(Object.entries(handed).filter(([name]) => !name.startsWith('bx24_')));
}

/** Settings of a wrong type are left out, as the portal leaves them out. */
function toLook(params: Params): ApplicationLook {
  const given = isRecord(params['options']) && isRecord(params['params']) ? params['options'] : params;
  const { bx24_title: title, bx24_width: width, bx24_leftBoundary: leftBoundary } = given;
  const label = toLabel(given['bx24_label']);
  return {
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof width === 'number' && width > 0 ? { width } : {}),
    ...(typeof leftBoundary === 'number' && leftBoundary >= 0 && typeof width !== 'number' ? { leftBoundary } : {}),
    ...(label ? { label } : {}),
  };
}

function toLabel(given: unknown): SliderLabel | undefined {
  if (!isRecord(given)) return undefined;
  const { text, color, bgColor } = given;
  return {
    text: typeof text === 'string' ? text : '',
    ...(typeof color === 'string' && CSS.supports('color', color) ? { color } : {}),
    ...(typeof bgColor === 'string' && isLabelGround(bgColor) ? { ground: bgColor } : {}),
  };
}
