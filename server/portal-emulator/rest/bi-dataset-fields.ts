import { isRecord, readParameter } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import type { BiDatasetField } from '../records/bi-dataset.ts';
import { isTrue } from './bi-fields.ts';
import { refuseBi } from './bi-refusal.ts';
import type { RestCall } from './rest-method.ts';

const fieldTypes = ['int', 'string', 'double', 'date', 'datetime'] as const;
const namePattern = /^[A-Z][A-Z0-9_]*$/;
const longestName = 32;

type NewField = Omit<BiDatasetField, 'id' | 'isVisible'>;

/** The fields a new dataset comes with. */
export function readNewFields(portal: Portal, given: unknown): BiDatasetField[] {
  const fields = toList(given).map((field) =>
    readField(field, 'VALIDATION_FIELD_MISSING_REQUIRED_PARAMETERS', 'Field must include the required parameters'),
  );
  return numberFields(portal, requireUnique(fields));
}

/** The fields after `add`, `update` and `delete` of `biconnector.dataset.fields.update`. */
export function changeFields({ portal, parameters }: RestCall, before: readonly BiDatasetField[]): BiDatasetField[] {
  const added = requireUnique(
    toList(readParameter(parameters, 'add')).map((field) =>
      readField(field, 'VALIDATION_FIELD_ADD_MISSING_REQUIRED_FIELDS', 'Field to be added must include the required parameters'),
    ),
  );
  const updates = toList(readParameter(parameters, 'update')).map(readUpdate);
  const deleted = toList(readParameter(parameters, 'delete')).map(readDeleted);
  const kept = before
    .filter(({ id }) => !deleted.includes(id))
    .map((field) => ({ ...field, isVisible: updates.find(({ id }) => id === field.id)?.isVisible ?? field.isVisible }));
  requireNew(kept, added);
  return [...kept, ...numberFields(portal, added)];
}

function readField(given: unknown, code: string, words: string): NewField {
  const { name, externalCode, type } = isRecord(given) ? given : {};
  if (typeof name !== 'string' || typeof externalCode !== 'string' || typeof type !== 'string') {
    throw refuseBi(code, `${words}: "name", "externalCode" and "type".`);
  }
  if (!namePattern.test(name)) {
    const rule = 'Possible entry includes uppercase Latin characters (A-Z), numbers (0-9) and underscores.';
    throw refuseBi('VALIDATION_FIELD_NAME_INVALID_FORMAT', `Field "name" has to start with an uppercase Latin character. ${rule}`);
  }
  if (name.length > longestName) throw refuseBi('VALIDATION_FIELD_NAME_TOO_LONG', 'Field "name" must not exceed 32 characters.');
  const known = fieldTypes.find((fieldType) => fieldType === type);
  if (known === undefined) throw refuseBi('VALIDATION_FIELD_INVALID_TYPE', 'Invalid field type.');
  return { name, externalCode, type: known };
}

function readUpdate(given: unknown): Pick<BiDatasetField, 'id' | 'isVisible'> {
  const { id, visible } = isRecord(given) ? given : {};
  if (id !== undefined && visible !== undefined) return { id: Number(id), isVisible: isTrue(visible) };
  const words = 'Field to be updated must include the required parameters: "id" and "visible".';
  throw refuseBi('VALIDATION_FIELD_UPDATE_MISSING_REQUIRED_FIELDS', words);
}

function readDeleted(given: unknown): number {
  const id = Number(given);
  if (Number.isInteger(id) && id > 0) return id;
  throw refuseBi('VALIDATION_FIELD_DELETE_INVALID_ID', 'ID to be deleted must be a positive integer.');
}

function requireUnique(fields: readonly NewField[]): readonly NewField[] {
  const codes = repeated(fields.map(({ externalCode }) => externalCode));
  if (codes.length > 0)
    throw refuseBi('VALIDATION_DUPLICATE_FIELD_CODE', `Duplicate values found in the "code" parameter: ${codes.join(', ')}`);
  const names = repeated(fields.map(({ name }) => name));
  if (names.length > 0)
    throw refuseBi('VALIDATION_DUPLICATE_FIELD_NAME', `Duplicate values found in the "name" parameter: ${names.join(', ')}`);
  return fields;
}

function requireNew(kept: readonly BiDatasetField[], added: readonly NewField[]): void {
  for (const [key, code] of [
    ['externalCode', 'VALIDATION_DUPLICATE_EXIST_CODE'],
    ['name', 'VALIDATION_DUPLICATE_EXIST_NAME'],
  ] as const) {
    const known = new Set(kept.map((field) => field[key]));
    const again = added.map((field) => field[key]).filter((value) => known.has(value));
    if (again.length > 0) throw refuseBi(code, `The following "${key}" values already exist in the current fields: ${again.join(', ')}`);
  }
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

/** Ids run through the fields of all datasets. */
function numberFields(portal: Portal, fields: readonly NewField[]): BiDatasetField[] {
  const highest = Math.max(0, ...portal.state.records.biDatasets.rows.flatMap((dataset) => dataset.fields.map(({ id }) => id)));
  return fields.map((field, index) => ({ id: highest + index + 1, ...field, isVisible: true }));
}

function toList(given: unknown): readonly unknown[] {
  if (Array.isArray(given)) return given;
  return isRecord(given) ? Object.values(given) : [];
}
