import { readParameter, type Parameters } from '../nested-parameters.ts';
import { RestError } from '../rest-error.ts';

/** Newer methods name the first required parameter that is missing. */
export function requireParameters(parameters: Parameters, names: readonly string[]): void {
  const missing = names.find((name) => {
    const value = readParameter(parameters, name);
    return value === undefined || value === null || value === '';
  });
  if (missing !== undefined) throw new RestError('100', `Could not find value for parameter {${missing}}`);
}
