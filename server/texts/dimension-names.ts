import type { DimensionCode } from '#domain/planning/line-dimensions.ts';
import type { Language } from './format.ts';

type KnownDimension = Exclude<DimensionCode, `custom.${string}`>;

const names: Readonly<Record<Language, Readonly<Record<KnownDimension, string>>>> = {
  ru: {
    client: 'клиентам',
    'product-section': 'группам товаров',
    product: 'товарам',
    brand: 'брендам',
    pipeline: 'воронкам',
  },
  en: { client: 'client', 'product-section': 'product group', product: 'product', brand: 'brand', pipeline: 'pipeline' },
};

/** «по клиентам и полю «Маршрут»»: how a metric is divided; own dimensions are called as the portal calls them. */
export function byDimensions(codes: readonly DimensionCode[], own: Readonly<Record<string, string>>, language: Language): string {
  const known = names[language] as Readonly<Record<string, string>>;
  const [by, and] = language === 'ru' ? ['по', ' и '] : ['by', ' and '];
  const field = (name: string): string => (language === 'ru' ? `полю «${name}»` : `“${name}”`);
  return `${by} ${codes.map((code) => known[code] ?? field(own[code] ?? code)).join(and)}`;
}
