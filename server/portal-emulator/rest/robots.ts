import { isRecord, readParameter } from '../nested-parameters.ts';
import type { Robot } from '../records/robot.ts';
import { accessDenied, RestError } from '../rest-error.ts';
import { requireAdmin, requireApplication } from './application-context.ts';
import { readCode, readRobotFields, refuseRobot, requireName } from './read-robot.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

export const robotMethods: RestMethods = {
  'bizproc.robot.add': { scopes: ['bizproc'], answer: guarded(add) },
  'bizproc.robot.update': { scopes: ['bizproc'], answer: guarded(update) },
  'bizproc.robot.list': { scopes: ['bizproc'], answer: guarded(list) },
  'bizproc.robot.delete': { scopes: ['bizproc'], answer: guarded(remove) },
  'bizproc.event.send': { scopes: ['bizproc'], answer: sendEvent },
};

const blank: Omit<Robot, 'id' | 'code' | 'handler' | 'name'> = {
  authUserId: 0,
  usesSubscription: true,
  description: '',
  properties: {},
  returnProperties: {},
  documentType: [],
  filter: {},
  usesPlacement: false,
  placementHandler: '',
};

function add(call: RestCall): RestReply {
  const { portal, parameters } = call;
  const given = ['CODE', 'HANDLER', 'NAME'].map((name) => readParameter(parameters, name));
  if (given.every((value) => value === undefined)) throw refuseRobot('Empty data!');
  const code = readCode(parameters);
  const fields = readRobotFields(portal, { HANDLER: '', ...fieldsOf(call) });
  const name = requireName(fields.name);
  if (findRobot(call, code)) throw new RestError('ERROR_ACTIVITY_ALREADY_INSTALLED', 'Activity or Automation rule already installed!');
  const id = portal.state.records.robots.nextId();
  portal.state.saveRecord('robots', { ...blank, handler: '', ...fields, id, code, name });
  return { result: true };
}

function update(call: RestCall): RestReply {
  const { portal, parameters } = call;
  const code = readCode(parameters);
  const robot = findRobot(call, code);
  if (!robot) throw new RestError('ERROR_ACTIVITY_NOT_FOUND', 'Activity or Automation Rule not found!');
  const fields = readParameter(parameters, 'FIELDS');
  const change = isRecord(fields) ? readRobotFields(portal, fields) : {};
  if (Object.keys(change).length === 0) throw refuseRobot('No fields to update');
  portal.state.saveRecord('robots', { ...robot, ...change });
  return { result: true };
}

function list({ portal }: RestCall): RestReply {
  return { result: portal.state.records.robots.rows.map(({ code }) => code) };
}

function remove(call: RestCall): RestReply {
  const robot = findRobot(call, readCode(call.parameters));
  if (!robot) throw new RestError('ERROR_ACTIVITY_NOT_FOUND', 'Activity or Robot not found!');
  call.portal.state.removeRecord('robots', robot.id);
  return { result: true };
}

/** A process waits once: its token dies with the answer; of the values those are kept that the robot has announced. */
function sendEvent({ portal, parameters }: RestCall): RestReply {
  const token = readParameter(parameters, 'EVENT_TOKEN');
  const run = portal.state.records.robotRuns.rows.find((known) => known.isWaiting && known.token === token);
  if (!run) throw accessDenied();
  const given = readParameter(parameters, 'RETURN_VALUES');
  const announced = portal.state.records.robots.rows.find(({ code }) => code === run.robotCode)?.returnProperties ?? {};
  const values = Object.entries(isRecord(given) ? given : {}).filter(([name]) => Object.hasOwn(announced, name));
  const log = String(readParameter(parameters, 'LOG_MESSAGE') ?? '');
  portal.state.saveRecord('robotRuns', { ...run, isWaiting: false, values: Object.fromEntries(values), log });
  return { result: true };
}

function guarded(answer: (call: RestCall) => RestReply): (call: RestCall) => RestReply {
  return (call) => {
    requireApplication(call);
    requireAdmin(call);
    return answer(call);
  };
}

function findRobot({ portal }: RestCall, code: string): Robot | undefined {
  return portal.state.records.robots.rows.find((robot) => robot.code === code);
}

/** `add` takes its fields beside the code, `update` in FIELDS. */
function fieldsOf({ parameters }: RestCall): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name.toUpperCase(), value]));
}
