import { isRecord } from '../../nested-parameters.ts';
import type { Portal } from '../../portal.ts';

type Settings = Readonly<Record<string, unknown>>;

const text = { SIZE: 20, ROWS: 1, REGEXP: '', MIN_LENGTH: 0, MAX_LENGTH: 0, DEFAULT_VALUE: '' };
const noDate = { DEFAULT_VALUE: { TYPE: 'NONE', VALUE: '' } };
const block = { IBLOCK_TYPE_ID: '', IBLOCK_ID: '0', DEFAULT_VALUE: '', DISPLAY: 'LIST', LIST_HEIGHT: 1, ACTIVE_FILTER: 'N' };

/** Settings of each data type and what they are until somebody says otherwise. */
const settingsOfType: Readonly<Record<string, Settings>> = {
  string: text,
  integer: { SIZE: 20, MIN_VALUE: 0, MAX_VALUE: 0, DEFAULT_VALUE: '' },
  double: { PRECISION: 2, SIZE: 20, MIN_VALUE: 0, MAX_VALUE: 0, DEFAULT_VALUE: '' },
  boolean: { DEFAULT_VALUE: 0, DISPLAY: 'CHECKBOX', LABEL: ['', ''], LABEL_CHECKBOX: '' },
  date: noDate,
  datetime: noDate,
  money: { DEFAULT_VALUE: '' },
  url: { POPUP: 'Y', SIZE: 20, MIN_LENGTH: 0, MAX_LENGTH: 0, DEFAULT_VALUE: '', ROWS: 1 },
  address: { SHOW_MAP: 'Y' },
  enumeration: { DISPLAY: 'LIST', LIST_HEIGHT: 1, CAPTION_NO_VALUE: '', SHOW_NO_VALUE: 'Y' },
  file: { SIZE: 20, LIST_WIDTH: 0, LIST_HEIGHT: 0, MAX_SHOW_SIZE: 0, MAX_ALLOWED_SIZE: 0, EXTENSIONS: [], TARGET_BLANK: 'Y' },
  employee: {},
  crm_status: { ENTITY_TYPE: '' },
  iblock_section: block,
  iblock_element: block,
  crm: { LEAD: 'N', CONTACT: 'N', COMPANY: 'N', DEAL: 'N' },
};

/** Types of the platform and those that applications have registered, which carry the prefix of their application. */
export function isUserFieldType({ state }: Portal, typeId: string): boolean {
  const [, code] = /^rest_\d+_(.+)$/.exec(typeId) ?? [];
  return Object.hasOwn(settingsOfType, typeId) || state.records.userFieldTypes.rows.some((type) => type.code === code);
}

/** Settings after a change: what the type does not know is dropped. */
export function mergeSettings(typeId: string, before: Settings, given: unknown): Settings {
  const known = Object.hasOwn(settingsOfType, typeId) ? (settingsOfType[typeId] ?? {}) : {};
  const named = isRecord(given) ? Object.entries(given).filter(([name]) => Object.hasOwn(known, name)) : [];
  const settings: Record<string, unknown> = { ...known, ...before };
  for (const [name, value] of named) settings[name] = typeof known[name] === 'number' ? Math.max(0, Number(value) || 0) : value;
  if (typeId === 'boolean') settings['DEFAULT_VALUE'] = Number(settings['DEFAULT_VALUE']) >= 1 ? 1 : 0;
  // Without a choice the field is bound to leads.
  if (typeId === 'crm' && ['LEAD', 'CONTACT', 'COMPANY', 'DEAL'].every((name) => settings[name] !== 'Y')) settings['LEAD'] = 'Y';
  return settings;
}
