import { z } from 'zod';
import type { BatteryPortal, Params } from './battery-portal.ts';
import { answer, documented, listAnswer, refusal, rowsOf } from './documented.ts';
import type { MethodChecks } from './method-check.ts';
import { ownRecord } from './own-record.ts';
import { strangerRefused } from './system-refusals.ts';
import { orNull, wire } from './wire-kinds.ts';

const { text, idText, amountText, flag, integer, number } = wire;

const written = {
  id: integer,
  ownerId: integer,
  ownerType: text,
  productId: integer,
  productName: text,
  price: number,
  priceAccount: number,
  priceExclusive: number,
  priceNetto: number,
  priceBrutto: number,
  quantity: number,
  discountTypeId: integer,
  discountRate: number,
  discountSum: number,
  taxRate: orNull(number),
  taxIncluded: flag,
  customized: flag,
  measureCode: integer,
  measureName: text,
  sort: integer,
  xmlId: text,
  type: integer,
};

const readRow = documented({ ...written, storeId: orNull(integer) });
const oneRow = (row: z.ZodType): z.ZodType => answer(documented({ productRow: row }));

const classicRows = answer(
  rowsOf(
    documented({
      ID: idText,
      OWNER_ID: idText,
      OWNER_TYPE: z.enum(['D', 'L']),
      PRODUCT_ID: integer,
      PRODUCT_NAME: text,
      ORIGINAL_PRODUCT_NAME: orNull(text),
      PRODUCT_DESCRIPTION: orNull(text),
      PRICE: number,
      PRICE_EXCLUSIVE: number,
      PRICE_NETTO: number,
      PRICE_BRUTTO: number,
      PRICE_ACCOUNT: amountText,
      QUANTITY: number,
      DISCOUNT_TYPE_ID: integer,
      DISCOUNT_RATE: number,
      DISCOUNT_SUM: number,
      TAX_RATE: orNull(number),
      TAX_INCLUDED: flag,
      CUSTOMIZED: flag,
      MEASURE_CODE: integer,
      MEASURE_NAME: text,
      SORT: integer,
      XML_ID: text,
      TYPE: integer,
      STORE_ID: orNull(integer),
      RESERVE_ID: orNull(integer),
      DATE_RESERVE_END: orNull(text),
      RESERVE_QUANTITY: orNull(number),
    }),
  ),
);

const description = documented({
  type: text,
  isRequired: z.boolean(),
  isReadOnly: z.boolean(),
  isImmutable: z.boolean(),
  isMultiple: z.boolean(),
  isDynamic: z.boolean(),
  title: text,
});
const undescribed = new Set(['priceAccount', 'xmlId']);
const describedFields = Object.fromEntries(
  [...Object.keys(written), 'storeId'].filter((name) => !undescribed.has(name)).map((name) => [name, description]),
);
const described = answer(documented({ fields: documented(describedFields) }));

const rowOf = ({ body }: { body: Record<string, unknown> }): { id: number } =>
  (body['result'] as { productRow: { id: number } }).productRow;

/** A deal of its own, so that no amount of the portal changes. */
const ownDeal = ownRecord({ add: 'crm.deal.add', remove: 'crm.deal.delete', fields: { TITLE: 'Проверка' } });

async function newRow(portal: BatteryPortal): Promise<Params> {
  const fields = { ownerType: 'D', ownerId: await ownDeal.make(portal), productName: 'Проверка', price: 100, quantity: 2 };
  return { id: rowOf(await portal.call('crm.item.productrow.add', { fields })).id };
}

const idRefused = refusal('100', 400, 'Invalid value {seven} to match with parameter {id}. Should be value of type int');
const absent = 987_654_321;

/** A row of the oldest deals or leads that have any. */
async function findRow(portal: BatteryPortal, owner: 'deal' | 'lead' = 'deal'): Promise<{ id: number; ownerId: number } | undefined> {
  const owners = await portal.call(`crm.${owner}.list`, { order: { ID: 'ASC' }, select: ['ID'], start: -1 });
  const ownerId = (owners.body['result'] as { ID: string }[]).map(({ ID }) => ID);
  const filter = { '=ownerType': owner === 'deal' ? 'D' : 'L', '=ownerId': ownerId };
  const { body } = await portal.call('crm.item.productrow.list', { filter });
  return (body['result'] as { productRows: { id: number; ownerId: number }[] }).productRows[0];
}

export const productRowChecks: MethodChecks = {
  'crm.item.productrow.list': {
    success: {
      given: async (portal) => ({
        filter: { '=ownerType': 'D', '=ownerId': (await findRow(portal))?.ownerId, '>price': 0 },
        order: { price: 'desc' },
      }),
      answers: listAnswer(documented({ productRows: rowsOf(readRow) })),
    },
    error: { given: { filter: { '=ownerType': 'D', '=ownerId': absent } }, ...refusal('ACCESS_DENIED', 400, 'Access denied') },
    wrongType: { given: { filter: { '=ownerType': 'D', '=ownerId': 'seven' } }, ...refusal('INVALID_ARG_VALUE') },
  },
  'crm.item.productrow.get': {
    success: { given: async (portal) => ({ id: (await findRow(portal))?.id }), answers: oneRow(readRow) },
    error: { given: { id: absent }, ...refusal('NOT_FOUND', 400, 'Item not found') },
    wrongType: { given: { id: 'seven' }, ...idRefused },
  },
  'crm.item.productrow.add': {
    writes: true,
    success: {
      given: async (portal) => ({
        fields: {
          ownerType: 'D',
          ownerId: await ownDeal.make(portal),
          productName: 'iphone 14',
          price: 80_000,
          quantity: 2,
          discountTypeId: 2,
          discountRate: 20,
          taxRate: 20,
          taxIncluded: 'Y',
          sort: 10,
        },
      }),
      answers: oneRow(
        documented({
          ...written,
          price: z.literal(80_000),
          priceExclusive: z.literal(66_666.67),
          priceNetto: z.literal(83_333.34),
          priceBrutto: z.literal(100_000.01),
          discountSum: z.literal(16_666.67),
        }),
      ),
      cleanUp: ownDeal.drop,
    },
    error: { given: { fields: { ownerType: 'D', ownerId: absent, price: 1 } }, ...refusal('OWNER_NOT_FOUND', 400, 'Owner was not found') },
    wrongType: { given: { fields: 'price' }, ...refusal('100') },
  },
  'crm.item.productrow.update': {
    writes: true,
    success: {
      given: async (portal) => ({ ...(await newRow(portal)), fields: { price: 90_000, quantity: 3 } }),
      answers: oneRow(documented(written)),
      cleanUp: ownDeal.drop,
    },
    error: { given: { id: absent, fields: { price: 1 } }, ...refusal('NOT_FOUND', 400, 'Item not found') },
    wrongType: { given: { id: 'seven', fields: {} }, ...idRefused },
  },
  'crm.item.productrow.delete': {
    writes: true,
    success: { given: newRow, answers: answer(z.null()), cleanUp: ownDeal.drop },
    error: { given: { id: absent }, ...refusal('NOT_FOUND', 400, 'Item not found') },
    wrongType: { given: { id: 'seven' }, ...idRefused },
  },
  'crm.item.productrow.set': {
    writes: true,
    success: {
      given: async (portal) => ({
        ownerType: 'D',
        ownerId: await ownDeal.make(portal),
        productRows: [
          { productName: 'iphone 14', price: 99_999.99, quantity: 1 },
          { productName: 'iphone 10xs', price: 15_900, quantity: 2 },
        ],
      }),
      answers: answer(documented({ productRows: rowsOf(documented(written)) })),
      cleanUp: ownDeal.drop,
    },
    error: { given: { ownerType: 'D', ownerId: absent, productRows: [] }, ...refusal('OWNER_NOT_FOUND', 400, 'Owner was not found') },
    wrongType: { given: { ownerType: 'D', ownerId: 1, productRows: 'none' }, ...refusal('100') },
  },
  'crm.item.productrow.fields': {
    success: { answers: described },
    error: strangerRefused,
    wrongType: { given: { id: 'seven' }, answers: described },
  },
  'crm.deal.productrows.get': {
    success: { given: async (portal) => ({ id: (await findRow(portal))?.ownerId }), answers: classicRows },
    error: { given: { id: absent }, ...refusal('', 400, 'Not found') },
    wrongType: { given: { id: 'seven' }, ...refusal('', 400, 'The parameter id is invalid or not defined.') },
  },
  'crm.deal.productrows.set': {
    writes: true,
    success: {
      given: async (portal) => ({
        id: await ownDeal.make(portal),
        rows: [{ PRODUCT_NAME: 'Product #2', PRICE: 500, QUANTITY: 5, DISCOUNT_TYPE_ID: 2, DISCOUNT_RATE: 10, TAX_RATE: 10, SORT: 20 }],
      }),
      answers: answer(z.literal(true)),
      cleanUp: ownDeal.drop,
    },
    error: {
      given: async (portal) => ({ id: await ownDeal.make(portal), rows: [{ PRICE: 1, DISCOUNT_TYPE_ID: 2, DISCOUNT_RATE: 100 }] }),
      cleanUp: ownDeal.drop,
      ...refusal(
        'ERROR_CORE',
        400,
        'Discount Sum (DISCOUNT_SUM) is required if Percentage Discount Type (DISCOUNT_TYPE_ID) is defined and Discount Rate (DISCOUNT_RATE) is 100%<br>',
      ),
    },
    wrongType: { given: { id: 'seven', rows: [] }, ...refusal('', 400, 'The parameter id is invalid or not defined.') },
  },
  'crm.lead.productrows.get': {
    success: { given: async (portal) => ({ id: (await findRow(portal, 'lead'))?.ownerId }), answers: classicRows },
    error: { given: {}, ...refusal('', 400, 'The parameter id is invalid or not defined.') },
    wrongType: { given: { id: 'seven' }, ...refusal('', 400, 'The parameter id is invalid or not defined.') },
  },
};
