import { AppError } from '#kernel/errors.ts';
import type { Metric } from '#domain/plan.ts';
import { listDimensions, parseDimensionKey, type DimensionCode, type DimensionKey } from '#domain/planning/line-dimensions.ts';
import { fieldOfCode, isOwnDimension, type OwnDimensionCode } from '#domain/planning/own-dimensions.ts';
import { allowsDimension, metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { listSections } from '#store/goods.ts';
import { listOwnTitles } from '#store/own-dimensions.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { listPipelines } from '#store/structure.ts';
import { toOneLine } from './one-line.ts';
import { listPlannedDimensions } from './own-dimensions.ts';
import type { PortalContext } from './portal-context.ts';

/** What a line can be about at once; more is a report and no target. */
const mostDimensions = 3;

/**
 * Titles of dimension values, from the portal where our copy has them, else as the author saw them. A line that is in the plan
 * already is called as before where its value is gone, so that it can be changed and taken out.
 */
export type TitleOf = (metric: Metric, key: DimensionKey, as: { readonly title: string; readonly kept?: string | undefined }) => string;

/** Checks that a key names what this metric can be planned by and what the portal has, and says how it is called. */
export async function readTitles({ tx }: PortalContext): Promise<TitleOf> {
  const sections = new Map((await listSections(tx)).map(({ section_id, name }) => [String(section_id), name]));
  const pipelines = new Map((await listPipelines(tx)).map(({ pipelineId, name }) => [String(pipelineId), name]));
  const own = await readOwnValues(tx);
  const titleOf = (code: DimensionCode, value: string, given: string): string | undefined => {
    if (code === 'client') return titleOfClient(value, given);
    if (code === 'product-section') return sections.get(value);
    if (code === 'pipeline') return pipelines.get(value);
    if (isOwnDimension(code)) return own(code, value);
    if (code === 'product') return /^[1-9]\d{0,17}$/.test(value) ? given : undefined;
    return value.length <= 200 && value.isWellFormed() ? value : undefined;
  };
  return (metric, key, { title: given, kept }) => {
    const dimensions = parseDimensionKey(key);
    const named = dimensions === undefined ? [] : listDimensions(dimensions);
    if (named.length === 0 || named.length > mostDimensions) throw new AppError('bad-request', 'A line is about one to three dimensions');
    for (const [code] of named)
      if (!allowsDimension(metricCatalogue[metric], code)) throw new AppError('bad-request', `${metric} is not planned by ${code}`);
    if (kept !== undefined && named.some(([code, value]) => titleOf(code, value, given) === undefined)) return kept;
    const titles = named.map(([code, value]) => {
      const title = toOneLine(titleOf(code, value, given) ?? '').normalize('NFC');
      if (title === '') throw new AppError('bad-request', `There is no such ${code}, or it has no title`);
      return title;
    });
    return titles.join(' · ').slice(0, 200);
  };
}

/** Values of the portal's own dimensions that can be planned by: of a list what the portal has in it, of a text any line. */
async function readOwnValues(tx: PortalTransaction): Promise<(code: OwnDimensionCode, value: string) => string | undefined> {
  const planned = new Map((await listPlannedDimensions(tx)).map((one) => [one.code, one]));
  const titles = await listOwnTitles(tx);
  return (code, value) => {
    const dimension = planned.get(code);
    if (dimension === undefined || dimension.isList === null) return undefined;
    if (dimension.isList) return titles.get(fieldOfCode(code))?.get(value);
    return value.length <= 200 && toOneLine(value) === value ? value : undefined;
  };
}

/** A private person has no title here: no names of people are kept. */
function titleOfClient(value: string, given: string): string | undefined {
  if (/^company:[1-9]\d{0,17}$/.test(value)) return given;
  const [, group] = /^group:(.{1,80})$/.exec(value) ?? [];
  return group?.isWellFormed() === true ? group : undefined;
}
