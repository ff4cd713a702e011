import type { CatalogueCode } from '#domain/planning/metric-catalogue.ts';
import type { Unit } from '#domain/planning/metric.ts';
import type { DimensionCode } from '#domain/planning/line-dimensions.ts';
import { byDimensions } from './dimension-names.ts';
import type { Language } from './format.ts';
import { metricName } from './metric-names.ts';

/** A target about a part of what is sold; a null value was taken out, `was` is null where the previous sheet had none. */
export interface SheetPart {
  readonly metric: CatalogueCode;
  readonly unit: Unit;
  readonly dimensions: readonly DimensionCode[];
  readonly title: string;
  readonly value: string | null;
  readonly was: string | null;
}

/** A block for each metric and set of dimensions, in the order given. */
export function renderParts(
  {
    parts,
    dimensionNames = {},
  }: { readonly parts: readonly SheetPart[]; readonly dimensionNames?: Readonly<Record<string, string>> | undefined },
  language: Language,
  write: (unit: Unit, value: string) => string,
): string[] {
  const [was, gone] = language === 'ru' ? ['было', 'снято'] : ['was', 'taken out'];
  const blocks = Map.groupBy(
    parts,
    ({ metric, dimensions }) => `${metricName(metric, language)} ${byDimensions(dimensions, dimensionNames, language)}`,
  );
  return [...blocks].flatMap(([title, block]) => [
    `${title}:`,
    ...block.map((part) => {
      const value = part.value === null ? gone : write(part.unit, part.value);
      return `${part.title}: ${value}${part.was === null ? '' : `, ${was} ${write(part.unit, part.was)}`}`;
    }),
    '',
  ]);
}
