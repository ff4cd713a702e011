import { readParameter } from '../nested-parameters.ts';
import { classicError } from '../rest-error.ts';
import { requireAdmin, requireApplication } from './application-context.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

export const triggerMethods: RestMethods = {
  'crm.automation.trigger.add': { scopes: ['crm'], answer: guarded(add) },
  'crm.automation.trigger.list': { scopes: ['crm'], answer: guarded(list) },
  'crm.automation.trigger.delete': { scopes: ['crm'], answer: guarded(remove) },
  'crm.automation.trigger.execute': { scopes: ['crm'], answer: guarded(execute) },
};

const codePattern = /^[a-z0-9.\-_]+$/i;
/** Types of the CRM by their numbers; smart processes begin at 128. */
const ownerTypes = new Set([1, 2, 3, 4, 5, 7, 8, 14, 31]);
const firstSmartProcess = 128;

/** A known code only gets another name. */
function add(call: RestCall): RestReply {
  const { portal, parameters } = call;
  const code = readCode(call);
  const name = readParameter(parameters, 'NAME');
  if (typeof name !== 'string' || name.trim() === '') throw classicError('Empty trigger name!');
  const { automationTriggers } = portal.state.records;
  const known = automationTriggers.rows.find((trigger) => trigger.code === code);
  portal.state.saveRecord('automationTriggers', { id: known?.id ?? automationTriggers.nextId(), code, name });
  return { result: true };
}

function list({ portal }: RestCall): RestReply {
  return { result: portal.state.records.automationTriggers.rows.map(({ name, code }) => ({ NAME: name, CODE: code })) };
}

function remove(call: RestCall): RestReply {
  const code = readCode(call);
  const known = call.portal.state.records.automationTriggers.rows.find((trigger) => trigger.code === code);
  if (!known) throw classicError('Trigger not found');
  call.portal.state.removeRecord('automationTriggers', known.id);
  return { result: true };
}

/** Nobody has set up what follows a trigger here, so that it is started and nothing moves. */
function execute(call: RestCall): RestReply {
  const { portal, parameters } = call;
  const code = readCode(call);
  if (!portal.state.records.automationTriggers.rows.some((trigger) => trigger.code === code)) {
    throw classicError(`Trigger with code ${code} is not registered.`);
  }
  const typeId = Number(readParameter(parameters, 'OWNER_TYPE_ID'));
  if (!ownerTypes.has(typeId) && !(Number.isInteger(typeId) && typeId >= firstSmartProcess)) {
    throw classicError('Incorrect parameter OWNER_TYPE_ID.');
  }
  const ownerId = Number(readParameter(parameters, 'OWNER_ID'));
  if (!Number.isInteger(ownerId) || ownerId <= 0) throw classicError('Incorrect parameter OWNER_ID.');
  return { result: true };
}

function guarded(answer: (call: RestCall) => RestReply): (call: RestCall) => RestReply {
  return (call) => {
    requireAdmin(call, 'Access denied! Admin permissions required');
    requireApplication(call);
    return answer(call);
  };
}

function readCode({ parameters }: RestCall): string {
  const code = readParameter(parameters, 'CODE');
  if (code === undefined || code === null || code === '') throw classicError('Empty trigger code!');
  if (typeof code !== 'string' || !codePattern.test(code)) throw classicError('Wrong trigger code!');
  return code;
}
