import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { catalogueCodes } from '#domain/planning/metric-catalogue.ts';
import { metricName } from '#texts/metric-names.ts';

describe('names of metrics', () => {
  it.each(['ru', 'en'] as const)('are the same on the screen, on sheets and in workbooks (%s)', async (language) => {
    const locale = JSON.parse(await readFile(new URL(`../../../client/locales/workspace/${language}.json`, import.meta.url), 'utf8')) as {
      metric: { name: Record<string, string> };
    };
    expect(locale.metric.name).toEqual(Object.fromEntries(catalogueCodes.map((code) => [code, metricName(code, language)])));
  });
});
