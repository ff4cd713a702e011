/**
 * Name of a user field in `crm.item.*`: letters alone or digits alone become camelCase, a mixture keeps its spelling behind `ufCrm_`,
 * for the way back would not be known (api-reference/crm/universal/index).
 */
export function itemNameOf(fieldName: string, isTaken: (name: string) => boolean = () => false): string {
  const name = convert(fieldName);
  return isTaken(name) ? fieldName : name;
}

function convert(fieldName: string): string {
  const [, object = '', rest = ''] = /^UF_CRM_(?:(\d+)_(?=.))?(.*)$/.exec(fieldName) ?? [];
  if (/^[A-Z_]+$/.test(rest)) return `ufCrm${object}${capitalised(rest)}`;
  if (object !== '' && /^\d+$/.test(rest)) return `ufCrm${object}_${rest}`;
  return fieldName.replace(/^UF_CRM_/, 'ufCrm_');
}

function capitalised(words: string): string {
  return words
    .split('_')
    .filter((word) => word !== '')
    .map((word) => word[0] + word.slice(1).toLowerCase())
    .join('');
}
