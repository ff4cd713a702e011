import { readParameter, type Parameters } from '../nested-parameters.ts';

/** A yes in any of the ways a query string and a JSON body have of saying it. */
export function readFlag(parameters: Parameters, name: string): boolean {
  const given = readParameter(parameters, name);
  return given === true || given === 1 || (typeof given === 'string' && ['1', 'true', 'y'].includes(given.toLowerCase()));
}
