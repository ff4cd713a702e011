import { isRecord, type Parameters } from '../nested-parameters.ts';
import { invalidRequest, missingField, wrongType } from './v3-error.ts';
import type { V3Method, V3Parameter } from './v3-method.ts';

/** Names every parameter that is missing or of another type. */
export function checkParameters(method: V3Method, parameters: Parameters): void {
  const faults = method.parameters.flatMap((parameter) => {
    const value = parameters[parameter.name];
    if (value === undefined || value === null) return parameter.isRequired === true ? [missingField(parameter.name)] : [];
    return hasType(parameter, value) ? [] : [wrongType(parameter.name, parameter.type)];
  });
  if (faults.length > 0) throw invalidRequest(...faults);
}

/** What is read by its own rules, like `filter`, answers with its own errors. */
function hasType({ name, type }: V3Parameter, value: unknown): boolean {
  if (name === 'select' || name === 'filter' || name === 'order' || name === 'pagination') return true;
  switch (type) {
    case 'int':
      return typeof value === 'number' && Number.isInteger(value);
    case 'string':
      return typeof value === 'string';
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isRecord(value);
  }
}
