import { readParameter, type Parameters } from '../nested-parameters.ts';
import { classicError } from '../rest-error.ts';

export function readId(parameters: Parameters, name = 'id'): number {
  const id = Number(readParameter(parameters, name));
  if (!Number.isInteger(id) || id <= 0) throw classicError('ID is not defined or invalid.');
  return id;
}
