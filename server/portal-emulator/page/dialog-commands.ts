import { chooseAccess } from './access-dialog.ts';
import { chooseRecords, readChoice } from './crm-dialog.ts';
import { reply, silence, type Commands } from './frame-session.ts';
import { choosePeople } from './people-dialog.ts';

/** The portal's own dialogs; Bitrix24 never answers when one is cancelled. */
export const dialogCommands: Commands = {
  selectUser: async (portal, _session, { params }) => {
    const many = params['mult'] === true;
    const chosen = await choosePeople(portal, many);
    if (!chosen || chosen.length === 0) return silence;
    return reply(many ? chosen : chosen[0]);
  },
  selectAccess: async (portal, _session, { params }) => {
    const blocked = Array.isArray(params['value']) ? params['value'].map(String) : [];
    const chosen = await chooseAccess(portal, blocked);
    return chosen && chosen.length > 0 ? reply(chosen) : silence;
  },
  selectCRM: async (portal, _session, { params }) => {
    const chosen = await chooseRecords(portal, readChoice(params));
    return chosen ? reply(chosen) : silence;
  },
};
