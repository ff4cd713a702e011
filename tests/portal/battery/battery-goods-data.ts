import type { GivenRecords } from '#portal-emulator/records/collections.ts';
import type { CatalogProduct } from '#portal-emulator/records/catalog.ts';
import type { ProductRow } from '#portal-emulator/records/product-row.ts';
import { smallPortalPeople } from '#support/small-portal.ts';

const { admin } = smallPortalPeople;
const at = '2026-09-01T08:00:00Z';

/** Goods in two sections, rows of them in deals and leads, and what was paid for deal 1 and deal 2. */
export const batteryGoods: GivenRecords = {
  productCatalogs: [
    { id: 23, name: 'Товарный каталог CRM', productIblockId: null, skuPropertyId: null, vatId: 1 },
    { id: 24, name: 'Товарный каталог CRM (предложения)', productIblockId: 23, skuPropertyId: 97, vatId: 1 },
  ],
  productSections: [section(13, null, 'Оборудование'), section(14, 13, 'Насосы')],
  productProperties: [
    {
      id: 258,
      iblockId: 23,
      name: 'Марка',
      code: 'BRAND',
      propertyType: 'S',
      userType: null,
      isMultiple: false,
      isRequired: false,
      sort: 100,
      changedAt: at,
    },
    {
      id: 259,
      iblockId: 23,
      name: 'Цвета',
      code: 'COLOURS',
      propertyType: 'S',
      userType: null,
      isMultiple: true,
      isRequired: false,
      sort: 200,
      changedAt: at,
    },
  ],
  catalogProducts: [
    product(1243, {
      name: 'Насос',
      sectionId: 14,
      purchasingPrice: '60000.00',
      purchasingCurrency: 'RUB',
      properties: properties('Аква', ['синий', 'серый']),
    }),
    product(1244, {
      name: 'Фильтр',
      sectionId: 13,
      purchasingPrice: '12.5',
      purchasingCurrency: 'USD',
      properties: properties('Чисто', []),
    }),
    product(1245, { name: 'Монтаж', sectionId: null, type: 7, properties: [] }),
  ],
  productRows: [
    row(1, {
      productId: 1243,
      productName: 'Насос',
      price: 90_000,
      quantity: 3,
      discountRate: 10,
      taxRate: 10,
      isTaxIncluded: true,
      sort: 20,
      storeId: 19,
    }),
    row(2, { productId: 1244, productName: 'Фильтр', price: 5550, sort: 10 }),
    row(3, { ownerId: 2, productName: 'Доставка', price: 700 }),
    row(4, {
      ownerType: 'L',
      ownerId: 1,
      productId: 1245,
      productName: 'Монтаж',
      price: 22_175.328,
      discountRate: 40,
      taxRate: 12,
      type: 7,
    }),
  ],
  payments: [
    payment(9, { orderId: 7, isPaid: true, paidAt: '2026-10-20T09:32:02Z', paidById: admin, sum: '1176.00' }),
    payment(10, { orderId: 7, sum: '824.00' }),
    payment(11, {
      orderId: 8,
      isPaid: true,
      paidAt: '2026-11-05T10:00:00Z',
      paidById: admin,
      sum: '500.50',
      isReturned: true,
      returnedOn: '2026-11-06',
    }),
  ],
  orderBindings: [
    { id: 1, orderId: 7, ownerId: 1, ownerTypeId: 2 },
    { id: 2, orderId: 8, ownerId: 2, ownerTypeId: 2 },
  ],
};

function section(id: number, parentId: number | null, name: string) {
  return { id, iblockId: 23, parentId, name, code: `section-${id}`, xmlId: String(id), sort: 500, isActive: true, description: '' };
}

function properties(brand: string, colours: readonly string[]): CatalogProduct['properties'] {
  return [
    { propertyId: 258, values: [{ valueId: '9735', value: brand }] },
    { propertyId: 259, values: colours.map((value, index) => ({ valueId: String(9736 + index), value })) },
  ];
}

function product(id: number, changes: Partial<CatalogProduct>): CatalogProduct {
  return {
    id,
    iblockId: 23,
    sectionId: null,
    name: '',
    code: `product-${id}`,
    xmlId: String(id),
    type: 1,
    isActive: true,
    previewText: null,
    measureId: 5,
    purchasingPrice: null,
    purchasingCurrency: null,
    quantity: 10,
    vatId: 1,
    isVatIncluded: true,
    createdById: admin,
    modifiedById: admin,
    createdAt: at,
    changedAt: at,
    sort: 100,
    properties: [],
    ...changes,
  };
}

function row(id: number, changes: Partial<ProductRow>): ProductRow {
  return {
    id,
    ownerType: 'D',
    ownerId: 1,
    productId: 0,
    productName: '',
    price: 0,
    quantity: 1,
    discountTypeId: 2,
    discountRate: 0,
    discountSum: 0,
    taxRate: null,
    isTaxIncluded: false,
    measureCode: 796,
    measureName: 'шт',
    sort: 0,
    xmlId: '',
    type: 1,
    storeId: null,
    ...changes,
  };
}

type Payment = NonNullable<GivenRecords['payments']>[number];

function payment(id: number, changes: Partial<Payment>): Payment {
  return {
    id,
    orderId: 7,
    accountNumber: `${changes.orderId ?? 7}/${id}`,
    isPaid: false,
    paidAt: null,
    paidById: null,
    billedAt: '2026-10-14T14:10:00Z',
    paySystemId: 6,
    paySystemName: 'Наличные',
    isCash: true,
    sum: '0.00',
    currency: 'RUB',
    responsibleId: admin,
    isReturned: false,
    returnedOn: null,
    comments: '',
    ...changes,
  };
}
