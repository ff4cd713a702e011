import { isRecord, readParameter } from '../../nested-parameters.ts';
import { RestError } from '../../rest-error.ts';
import { fieldName, type Field, type WireStyle } from '../field-table.ts';
import type { RestCall } from '../rest-method.ts';

/** Newer lists refuse directions that are none. */
export function requireDirections<Row>({ parameters }: RestCall, fields: readonly Field<Row>[], style: WireStyle): void {
  const order = readParameter(parameters, 'order');
  for (const [name, direction] of isRecord(order) ? Object.entries(order) : []) {
    if (fields.some((field) => fieldName(field, style) === name) && !/^(asc|desc)$/i.test(String(direction))) {
      const text = `Invalid order: allowed sort directions are \`ASC, DESC\`. But got '${String(direction)}' for field '${name}'`;
      throw new RestError('INVALID_ARG_VALUE', text);
    }
  }
}
