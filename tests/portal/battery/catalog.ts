import { z } from 'zod';
import { answer, documented, listAnswer, refusal, rowsOf } from './documented.ts';
import type { MethodChecks } from './method-check.ts';
import { strangerRefused } from './system-refusals.ts';
import { orNull, wire } from './wire-kinds.ts';

const { text, flag, instant, integer, number } = wire;

const value = documented({ value: text, valueId: text });
/** The page's `property258` and `property259`: of one value and of several; other portals have others. */
const properties = { property258: orNull(value).optional(), property259: z.array(value).optional() };

const shown = {
  active: flag,
  available: flag,
  bundle: flag,
  canBuyZero: flag,
  code: orNull(text),
  createdBy: orNull(integer),
  dateActiveFrom: orNull(instant),
  dateActiveTo: orNull(instant),
  dateCreate: instant,
  detailPicture: orNull(z.looseObject({})),
  detailText: orNull(text),
  detailTextType: text,
  height: orNull(number),
  iblockId: integer,
  iblockSectionId: orNull(integer),
  id: integer,
  length: orNull(number),
  measure: orNull(integer),
  modifiedBy: orNull(integer),
  name: text,
  previewPicture: orNull(z.looseObject({})),
  previewText: orNull(text),
  previewTextType: text,
  purchasingCurrency: orNull(text),
  quantity: orNull(number),
  quantityReserved: orNull(number),
  quantityTrace: text,
  sort: integer,
  subscribe: text,
  timestampX: instant,
  type: integer,
  vatId: orNull(integer),
  vatIncluded: flag,
  weight: orNull(number),
  width: orNull(number),
  xmlId: orNull(text),
};
const listed = {
  ...shown,
  purchasingPrice: orNull(number),
  barcodeMulti: flag,
  recurSchemeLength: orNull(integer),
  recurSchemeType: text,
  trialPriceId: orNull(integer),
  withoutOrder: flag,
};

const mismatch = (name: string): RegExp =>
  new RegExp(`^Invalid value \\{.*\\} to match with parameter \\{${name}\\}\\. Should be value of type array$`);

export const catalogChecks: MethodChecks = {
  'catalog.catalog.list': {
    success: {
      given: { filter: { '>id': 10 }, order: { id: 'desc' } },
      answers: listAnswer(
        documented({
          catalogs: rowsOf(
            documented({
              iblockId: integer,
              iblockTypeId: text,
              id: integer,
              lid: text,
              name: text,
              productIblockId: orNull(integer),
              skuPropertyId: orNull(integer),
              subscription: flag,
              vatId: orNull(integer),
            }),
          ),
        }),
      ),
    },
    error: strangerRefused,
    wrongType: { given: { filter: 'all' }, ...refusal('100', 400, mismatch('filter')) },
  },
  'catalog.section.list': {
    success: {
      given: { select: ['id', 'name', 'sort'], filter: { iblockId: 23 }, order: { id: 'asc' } },
      answers: listAnswer(documented({ sections: rowsOf(documented({ id: integer, name: text, sort: integer })) })),
    },
    error: { given: { filter: {} }, ...refusal('0') },
    wrongType: { given: { filter: 'all' }, ...refusal('100', 400, mismatch('filter')) },
  },
  'catalog.product.list': {
    success: {
      given: { select: ['*'], filter: { iblockId: 23, '>id': 10 }, order: { id: 'asc' } },
      answers: listAnswer(documented({ products: rowsOf(documented({ ...listed, ...properties })) })),
    },
    error: { given: { select: ['name'], filter: { iblockId: 23 } }, ...refusal('0', 400, 'Required select fields: id, iblockId') },
    wrongType: { given: { select: 'id', filter: { iblockId: 23 } }, ...refusal('100', 400, mismatch('select')) },
  },
  'catalog.product.get': {
    success: {
      given: async (portal) => {
        const { body } = await portal.call('catalog.product.list', { select: ['id', 'iblockId'], filter: { iblockId: 23 } });
        return { id: (body['result'] as { products: { id: number }[] }).products[0]?.id };
      },
      answers: answer(
        documented({ product: documented({ ...shown, purchasingPrice: orNull(z.string().regex(/^\d+\.\d{6}$/)), ...properties }) }),
      ),
    },
    error: { ...refusal('100', 400, 'Could not find value for parameter {id}') },
    wrongType: { given: { id: 'seven' }, ...refusal('100') },
  },
  'catalog.productProperty.list': {
    success: {
      given: { select: ['id', 'name', 'iblockId', 'propertyType'], filter: { iblockId: 23 }, order: { id: 'ASC' } },
      answers: listAnswer(
        documented({
          productProperties: rowsOf(
            documented({ iblockId: integer, id: integer, name: text, propertyType: z.enum(['N', 'S', 'L', 'F', 'E', 'G']) }),
          ),
        }),
      ),
    },
    error: strangerRefused,
    wrongType: { given: { order: 'id' }, ...refusal('100', 400, mismatch('order')) },
  },
};
