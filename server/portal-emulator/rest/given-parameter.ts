import { isRecord, readParameter, type Parameters } from '../nested-parameters.ts';
import { RestError } from '../rest-error.ts';

/** What controllers of the newer modules say of their parameters goes by the code 100. */
function refuse(description: string): RestError {
  return new RestError('100', description);
}

export function getGiven(parameters: Parameters, name: string): unknown {
  const value = readParameter(parameters, name);
  if (value === undefined || value === null) throw refuse(`Could not find value for parameter {${name}}`);
  return value;
}

export function getGivenId(parameters: Parameters, name: string): number {
  const value = getGiven(parameters, name);
  const id = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  if (!Number.isInteger(id)) throw mismatch(value, name, 'int');
  return id;
}

export function getGivenObject(parameters: Parameters, name: string): Readonly<Record<string, unknown>> {
  const value = getGiven(parameters, name);
  if (isRecord(value)) return value;
  if (Array.isArray(value) && value.length === 0) return {};
  throw mismatch(value, name, 'array');
}

/** Lists and maps only; what is absent or empty is all right. */
export function checkArrays(parameters: Parameters, names: readonly string[]): void {
  for (const name of names) {
    const value = readParameter(parameters, name);
    if (value !== undefined && value !== null && typeof value !== 'object') throw mismatch(value, name, 'array');
  }
}

function mismatch(value: unknown, name: string, type: string): RestError {
  const given = typeof value === 'object' ? 'array' : String(value);
  return refuse(`Invalid value {${given}} to match with parameter {${name}}. Should be value of type ${type}`);
}
