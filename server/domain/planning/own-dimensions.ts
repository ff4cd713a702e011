import { isDimensionCode, type DimensionCode } from './line-dimensions.ts';

/** A dimension of the portal's own: a user field of its deals, such as the route. */
export type OwnDimensionCode = Extract<DimensionCode, `custom.${string}`>;

/** More of them would be a report and no plan. */
export const mostOwnDimensions = 3;

export function isOwnDimension(code: string): code is OwnDimensionCode {
  return code.startsWith('custom.');
}

/** `UF_CRM_ROUTE` is `custom.route` for ever, whatever it is called; undefined for a field whose name is too long or none of a user field. */
export function codeOfField(field: string): OwnDimensionCode | undefined {
  const [, name] = /^UF_CRM_([A-Z0-9][A-Z0-9_]*)$/.exec(field) ?? [];
  const code = `custom.${name?.toLowerCase().replaceAll('_', '-') ?? ''}`;
  return isDimensionCode(code) && isOwnDimension(code) ? code : undefined;
}

/** The field that a code came from. */
export function fieldOfCode(code: OwnDimensionCode): string {
  return `UF_CRM_${code.slice('custom.'.length).toUpperCase().replaceAll('-', '_')}`;
}
