import type { CatalogProduct } from '../records/catalog.ts';
import type { GivenRecords } from '../records/collections.ts';
import { people } from './people.ts';

const catalogueId = 14;
const brandPropertyId = 40;
const made = { createdAt: '2024-11-01T07:00:00Z', changedAt: '2026-10-01T07:00:00Z' } as const;

const sections = ['Спецодежда', 'Метизы', 'Кабель', 'Инструмент', 'Освещение'] as const;

/** Name, section, brand, price with tax and purchase price in roubles. */
const goods: readonly (readonly [string, (typeof sections)[number], string, number, string | null])[] = [
  ['Костюм рабочий летний', 'Спецодежда', 'Восток-Сервис', 3_400, '2480.00'],
  ['Костюм утеплённый', 'Спецодежда', 'Восток-Сервис', 7_900, '5690.00'],
  ['Перчатки нитриловые, 100 пар', 'Спецодежда', 'Ansell', 4_600, '3410.00'],
  ['Каска защитная', 'Спецодежда', 'РОСОМЗ', 690, '505.00'],
  ['Болт М12, 25 кг', 'Метизы', 'Северсталь', 5_200, '4160.00'],
  ['Саморез кровельный, 1000 шт.', 'Метизы', 'Daxmer', 3_100, '2390.00'],
  ['Кабель ВВГнг 3×2,5, бухта 100 м', 'Кабель', 'Камкабель', 11_800, '9790.00'],
  ['Провод ПВС 2×1,5, бухта 200 м', 'Кабель', 'Камкабель', 9_400, '7710.00'],
  ['Перфоратор', 'Инструмент', 'Makita', 18_900, '14750.00'],
  ['Шлифмашина угловая', 'Инструмент', 'Зубр', 6_300, '4800.00'],
  ['Светильник промышленный', 'Освещение', 'Varton', 4_900, '3480.00'],
  ['Прожектор светодиодный', 'Освещение', 'IEK', 2_700, null],
];

/** What a piece costs the client, by the number of the product. */
export const listPrices: ReadonlyMap<number, number> = new Map(goods.map(([, , , price], index) => [101 + index, price]));
/** A service that nobody buys for money. */
export const deliveryId = 101 + goods.length;
export const productNames: ReadonlyMap<number, string> = new Map([
  ...goods.map(([name], index) => [101 + index, name] as const),
  [deliveryId, 'Доставка'],
]);

const everything = {
  iblockId: catalogueId,
  code: '',
  xmlId: '',
  isActive: true,
  previewText: null,
  measureId: 1,
  purchasingCurrency: 'RUB',
  vatId: 1,
  isVatIncluded: true,
  createdById: people.ilyina,
  modifiedById: people.ilyina,
  ...made,
  sort: 100,
} as const;

/** The goods of «Снабсервис» with their sections, brands and purchase prices. */
export function createCatalogue(): GivenRecords {
  const products: CatalogProduct[] = goods.map(([name, section, brand, , purchasingPrice], index) => ({
    ...everything,
    id: 101 + index,
    sectionId: sections.indexOf(section) + 1,
    name,
    type: 1,
    purchasingPrice,
    quantity: 500,
    properties: [{ propertyId: brandPropertyId, values: [{ valueId: String(index + 1), value: brand }] }],
  }));
  const delivery = {
    ...everything,
    id: deliveryId,
    sectionId: null,
    name: 'Доставка',
    type: 7,
    purchasingPrice: null,
    quantity: 0,
    properties: [],
  };
  const section = { iblockId: catalogueId, parentId: null, code: '', xmlId: '', isActive: true, description: '' };
  return {
    productCatalogs: [{ id: catalogueId, name: 'Товары', productIblockId: null, skuPropertyId: null, vatId: 1 }],
    productSections: sections.map((name, index) => ({ ...section, id: index + 1, name, sort: (index + 1) * 10 })),
    productProperties: [
      {
        id: brandPropertyId,
        iblockId: catalogueId,
        name: 'Бренд',
        code: 'BRAND',
        propertyType: 'S',
        userType: null,
        isMultiple: false,
        isRequired: false,
        sort: 100,
        changedAt: made.changedAt,
      },
    ],
    catalogProducts: [...products, delivery],
  };
}
