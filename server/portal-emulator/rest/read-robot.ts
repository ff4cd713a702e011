import { isRecord, readParameter, type Parameters } from '../nested-parameters.ts';
import { requireOwnHost } from '../own-handler.ts';
import type { Portal } from '../portal.ts';
import type { Robot } from '../records/robot.ts';
import { RestError } from '../rest-error.ts';

type Fields = Readonly<Record<string, unknown>>;

const codePattern = /^[a-zA-Z0-9.\-_]+$/;
const propertyPattern = /^[a-z]\w*$/i;

export function readCode(parameters: Parameters): string {
  const code = readParameter(parameters, 'CODE');
  if (code === undefined || code === null || code === '') throw refuseRobot('Empty activity code!');
  if (typeof code !== 'string' || !codePattern.test(code)) throw refuseRobot('Wrong activity code!');
  return code;
}

/** The fields that were given, each held against the rules of the page. */
export function readRobotFields(portal: Portal, fields: Fields): Partial<Omit<Robot, 'id' | 'code'>> {
  const has = (name: string): boolean => fields[name] !== undefined;
  const usesPlacement = fields['USE_PLACEMENT'] === 'Y' || fields['USE_PLACEMENT'] === true;
  return {
    ...(has('HANDLER') ? { handler: readHandler(portal, fields['HANDLER']) } : {}),
    ...(has('NAME') ? { name: requireName(fields['NAME']) } : {}),
    ...(has('AUTH_USER_ID') ? { authUserId: Math.trunc(Number(fields['AUTH_USER_ID'])) || 0 } : {}),
    ...(has('USE_SUBSCRIPTION') ? { usesSubscription: fields['USE_SUBSCRIPTION'] !== 'N' } : {}),
    ...(has('DESCRIPTION') ? { description: readWords(fields['DESCRIPTION']) ?? '' } : {}),
    ...(has('PROPERTIES') ? { properties: readProperties(fields['PROPERTIES']) } : {}),
    ...(has('RETURN_PROPERTIES') ? { returnProperties: readProperties(fields['RETURN_PROPERTIES']) } : {}),
    ...(has('DOCUMENT_TYPE') ? { documentType: readDocumentType(fields['DOCUMENT_TYPE']) } : {}),
    ...(has('FILTER') ? { filter: readFilter(fields['FILTER']) } : {}),
    ...(has('USE_PLACEMENT') ? { usesPlacement } : {}),
    ...(usesPlacement || has('PLACEMENT_HANDLER') ? { placementHandler: readHandler(portal, fields['PLACEMENT_HANDLER']) } : {}),
  };
}

export function requireName(value: unknown): Robot['name'] {
  const name = readWords(value);
  if (name === undefined) throw refuseRobot('Empty activity NAME!');
  return name;
}

export function refuseRobot(words: string): RestError {
  return new RestError('ERROR_ACTIVITY_VALIDATION_FAILURE', words);
}

function readHandler(portal: Portal, value: unknown): string {
  if (typeof value !== 'string' || !URL.canParse(value)) throw new RestError('ERROR_WRONG_HANDLER_URL', 'Wrong handler URL');
  const { protocol, hostname } = new URL(value);
  if (protocol !== 'http:' && protocol !== 'https:') throw new RestError('ERROR_UNSUPPORTED_PROTOCOL', 'Unsupported handler protocol');
  if (!hostname.includes('.')) throw new RestError('ERROR_WRONG_HANDLER_URL', 'Wrong handler URL');
  return requireOwnHost(portal, value);
}

/** A text, or texts by language. */
function readWords(value: unknown): string | Record<string, unknown> | undefined {
  if (typeof value === 'string' && value.trim() !== '') return value;
  return isRecord(value) && Object.keys(value).length > 0 ? value : undefined;
}

function readProperties(value: unknown): Record<string, unknown> {
  if (Array.isArray(value) && value.length === 0) return {};
  if (!isRecord(value)) throw refuseRobot('Wrong properties array!');
  for (const [key, property] of Object.entries(value)) {
    if (!propertyPattern.test(key)) throw refuseRobot(`Wrong property key ${key}!`);
    const name = isRecord(property) ? (property['NAME'] ?? property['Name']) : undefined;
    if (readWords(name) === undefined) throw refuseRobot(`Empty property NAME ${key}!`);
  }
  return value;
}

function readDocumentType(value: unknown): string[] {
  if (!Array.isArray(value) || value.length !== 3 || !value.every((part) => typeof part === 'string' && part !== '')) {
    throw refuseRobot('Wrong activity DOCUMENT_TYPE!');
  }
  return value.map(String);
}

function readFilter(value: unknown): Record<string, unknown> {
  if (!isRecord(value)) throw refuseRobot('Wrong activity FILTER!');
  return value;
}
