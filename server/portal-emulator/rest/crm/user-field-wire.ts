import type { UserField } from '../../records/user-field.ts';

const languages = 'ar br de en fr hi id in it ja kz la ms pl ru sc tc th tr ua vn'.split(' ');

export const labelNames = {
  EDIT_FORM_LABEL: 'editFormLabel',
  LIST_COLUMN_LABEL: 'listColumnLabel',
  LIST_FILTER_LABEL: 'listFilterLabel',
  ERROR_MESSAGE: 'errorMessage',
  HELP_MESSAGE: 'helpMessage',
} as const;

type Words = Readonly<Record<string, string>>;

/** A user field with its labels in every language, in one, or without them. */
export function writeUserField(field: UserField, labels: 'all' | 'none' | { readonly language: string }): Record<string, unknown> {
  const spell = (words: Words): unknown => {
    if (typeof labels === 'object') return words[labels.language] ?? null;
    return Object.fromEntries(languages.map((language) => [language, words[language] ?? '']));
  };
  return {
    ID: String(field.id),
    ENTITY_ID: field.entityId,
    FIELD_NAME: field.fieldName,
    USER_TYPE_ID: field.userTypeId,
    XML_ID: field.xmlId,
    SORT: String(field.sort),
    MULTIPLE: flag(field.isMultiple),
    MANDATORY: flag(field.isMandatory),
    SHOW_FILTER: field.showFilter,
    SHOW_IN_LIST: flag(field.showInList),
    EDIT_IN_LIST: flag(field.editInList),
    IS_SEARCHABLE: flag(field.isSearchable),
    SETTINGS: field.settings,
    ...(labels === 'none' ? {} : Object.fromEntries(Object.entries(labelNames).map(([name, key]) => [name, spell(field[key])]))),
    ...(field.userTypeId === 'enumeration' ? { LIST: field.list.map(writeElement) } : {}),
  };
}

function writeElement({ id, sort, value, isDefault, xmlId }: UserField['list'][number]): Record<string, string> {
  return { ID: String(id), SORT: String(sort), VALUE: value, DEF: flag(isDefault), XML_ID: xmlId };
}

/** Text for every language, or by language with the common label where one is missing. */
export function readWords(given: unknown, label: string | undefined, before: Words = {}): Words {
  const everywhere = (word: string): Words => Object.fromEntries(languages.map((language) => [language, word]));
  if (typeof given === 'string') return everywhere(given);
  const named =
    typeof given === 'object' && given !== null ? Object.entries(given).filter(([language]) => languages.includes(language)) : [];
  return {
    ...before,
    ...(label === undefined ? {} : everywhere(label)),
    ...Object.fromEntries(named.map(([key, word]) => [key, String(word)])),
  };
}

function flag(value: boolean): 'Y' | 'N' {
  return value ? 'Y' : 'N';
}
