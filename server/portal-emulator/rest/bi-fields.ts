import { isRecord, readParameter } from '../nested-parameters.ts';
import { refuseBi } from './bi-refusal.ts';
import type { RestCall, RestMethod } from './rest-method.ts';

type BiType = 'integer' | 'string' | 'boolean' | 'datetime' | 'array';

/** A field as the three `fields` methods describe it. */
export interface BiField {
  readonly title: string;
  readonly type: BiType;
  readonly isRequired: boolean;
  readonly isReadOnly: boolean;
  readonly isImmutable: boolean;
  readonly isMultiple: boolean;
}

type Traits = 'required' | 'read-only' | 'immutable';

export function biField(title: string, type: BiType, ...traits: readonly Traits[]): BiField {
  return {
    title,
    type,
    isRequired: traits.includes('required'),
    isReadOnly: traits.includes('read-only'),
    isImmutable: traits.includes('immutable'),
    isMultiple: type === 'array',
  };
}

/** A webhook may ask for the description, though for nothing else. */
export function describeFields(fields: readonly BiField[]): RestMethod {
  return { scopes: ['biconnector'], answer: () => ({ result: { fields } }) };
}

export type BiInput = Readonly<Record<string, unknown>>;

/** `fields` of `add` or `update`, held against their description. */
export function readBiFields({ parameters }: RestCall, description: readonly BiField[], deed: 'add' | 'update'): BiInput {
  const given = readParameter(parameters, 'fields');
  if (!isRecord(given) || Object.keys(given).length === 0) throw refuseBi('VALIDATION_FIELDS_NOT_PROVIDED', 'Fields not provided.');
  const unknown = Object.keys(given).filter((name) => !description.some(({ title }) => title === name));
  if (unknown.length > 0) throw refuseBi('VALIDATION_UNKNOWN_PARAMETERS', `Unknown parameters: ${unknown.join(', ')}`);
  for (const field of description) checkField(field, given[field.title], deed);
  return given;
}

export function readBiId({ parameters }: RestCall): number {
  const given = readParameter(parameters, 'id');
  if (given === undefined || given === null || given === '') throw refuseBi('VALIDATION_ID_NOT_PROVIDED', 'ID is missing.');
  const id = Number(given);
  if (!Number.isInteger(id) || id <= 0) throw refuseBi('VALIDATION_INVALID_ID_FORMAT', 'ID has to be a positive integer.');
  return id;
}

function checkField({ title, type, isRequired, isReadOnly, isImmutable }: BiField, value: unknown, deed: 'add' | 'update'): void {
  if (value === undefined) {
    if (deed === 'add' && isRequired && !isReadOnly) throw refuseBi('VALIDATION_REQUIRED_FIELD_MISSING', `Field "${title}" is required.`);
    return;
  }
  if (isReadOnly) throw refuseBi('VALIDATION_READ_ONLY_FIELD', `Field "${title}" is read only.`);
  if (isImmutable && deed === 'update') throw refuseBi('VALIDATION_IMMUTABLE_FIELD', `Field "${title}" is immutable.`);
  if (!isOfType(type, value)) throw refuseBi('VALIDATION_INVALID_FIELD_TYPE', `Field "${title}" must be of type ${type}.`);
}

/** A form knows texts only, so numbers and flags may come as such. */
function isOfType(type: BiType, value: unknown): boolean {
  switch (type) {
    case 'integer':
      return (typeof value === 'number' || (typeof value === 'string' && value !== '')) && Number.isInteger(Number(value));
    case 'boolean':
      return typeof value === 'boolean' || ['0', '1', 'Y', 'N', 'true', 'false'].includes(String(value));
    case 'array':
      return typeof value === 'object' && value !== null;
    default:
      return typeof value === 'string';
  }
}

export function isTrue(value: unknown): boolean {
  return value === true || ['1', 'Y', 'true'].includes(String(value));
}
