import { listDimensions, parseDimensionKey, type DimensionCode, type DimensionKey } from '#domain/planning/line-dimensions.ts';
import { codeOfField, fieldOfCode, isOwnDimension, type OwnDimensionCode } from '#domain/planning/own-dimensions.ts';
import { listOwnDimensions, type OwnDimension } from '#store/own-dimensions.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import type { ThingDimension } from '#store/things.ts';

/** A dimension as the store asks for it. */
export function toThingDimension(code: DimensionCode): ThingDimension {
  return isOwnDimension(code) ? `field:${fieldOfCode(code)}` : code;
}

export interface PlannedDimension {
  readonly code: OwnDimensionCode;
  readonly name: string;
  /** Null until the portal was asked. */
  readonly isList: boolean | null;
  /** All deals were read with it. */
  readonly isCounted: boolean;
  readonly isMissing: boolean;
  /** Nothing new is planned by it. */
  readonly isArchived: boolean;
}

const describe = ({ field, name, isList, isMissing, archivedAt, readAt }: OwnDimension): PlannedDimension[] => {
  const code = codeOfField(field);
  return code === undefined ? [] : [{ code, name, isList, isCounted: readAt !== null, isMissing, isArchived: archivedAt !== null }];
};

/** Dimensions of the portal's own that plans can be divided by. */
export async function listPlannedDimensions(tx: PortalTransaction): Promise<PlannedDimension[]> {
  return (await listOwnDimensions(tx)).flatMap(describe).filter(({ isArchived }) => !isArchived);
}

/** The same with those in the archive that some lines still name. */
export async function listShownDimensions(tx: PortalTransaction, keys: readonly DimensionKey[]): Promise<PlannedDimension[]> {
  const named = new Set<string>(keys.flatMap((key) => listDimensions(parseDimensionKey(key) ?? {}).map(([code]) => code)));
  return (await listOwnDimensions(tx)).flatMap(describe).filter(({ code, isArchived }) => !isArchived || named.has(code));
}

/** What they are called, also those that are planned by no more: plans still name them. */
export async function readDimensionNames(tx: PortalTransaction): Promise<ReadonlyMap<string, string>> {
  return new Map((await listOwnDimensions(tx)).flatMap(describe).map(({ code, name }) => [code, name]));
}
