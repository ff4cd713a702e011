import { isRecord, readParameter } from '../nested-parameters.ts';
import type { CatalogProduct } from '../records/catalog.ts';
import { RestError } from '../rest-error.ts';
import { catalogFields, productFields, propertyFields, propertyValueFields, sectionFields } from './catalog-fields.ts';
import { splitProductFilter } from './catalog-product-filter.ts';
import { writeRow, type Field } from './field-table.ts';
import { checkArrays, getGivenId } from './given-parameter.ts';
import { answerList, type ListSource } from './list-method.ts';
import { parseStart } from './list-rows.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

/** Lists of products and of their properties are for everybody; the rest of the catalogue is for administrators, as its pages say. */
export const catalogMethods: RestMethods = {
  'catalog.catalog.list': { scopes: ['catalog'], answer: listCatalogs },
  'catalog.section.list': { scopes: ['catalog'], answer: listSections },
  'catalog.product.list': { scopes: ['catalog'], answer: listProducts },
  'catalog.product.get': { scopes: ['catalog'], answer: getProduct },
  'catalog.productproperty.list': { scopes: ['catalog'], answer: listProperties },
};

const listParameters = ['select', 'filter', 'order'] as const;

function requireAdmin({ user }: RestCall, code: string): void {
  if (!user.isAdmin) throw new RestError(code, 'Access Denied');
}

/** Keys that the catalogue does not know are dropped. */
function listCatalogued<Row extends { readonly id: number }>(
  call: RestCall,
  name: string,
  source: Pick<ListSource<Row>, 'store' | 'fields' | 'narrow'>,
): RestReply {
  checkArrays(call.parameters, listParameters);
  const page = answerList(call, { ...source, style: 'item', unknownKeys: 'drop', isVisible: () => true });
  return { ...page, result: { [name]: page.result } };
}

function listCatalogs(call: RestCall): RestReply {
  requireAdmin(call, '200040300010');
  return listCatalogued(call, 'catalogs', { store: call.portal.state.records.productCatalogs, fields: catalogFields });
}

function listSections(call: RestCall): RestReply {
  requireAdmin(call, '200040300030');
  checkArrays(call.parameters, listParameters);
  requireIblock(call);
  return listCatalogued(call, 'sections', { store: call.portal.state.records.productSections, fields: sectionFields });
}

/** Without a count where the reader asks for none: here `total` is missing, not 0. */
function listProperties(call: RestCall): RestReply {
  const reply = listCatalogued(call, 'productProperties', { store: call.portal.state.records.productProperties, fields: propertyFields });
  if (parseStart(readParameter(call.parameters, 'start')) >= 0) return reply;
  return { result: reply.result };
}

function listProducts(call: RestCall): RestReply {
  const { portal, parameters } = call;
  checkArrays(parameters, listParameters);
  const select = readParameter(parameters, 'select');
  const names = (Array.isArray(select) ? select : isRecord(select) ? Object.values(select) : []).map(String);
  const missing = names.includes('*') ? [] : ['id', 'iblockId'].filter((name) => !names.includes(name));
  if (missing.length > 0) throw new RestError('0', `Required select fields: ${missing.join(', ')}`);
  const filter = requireIblock(call);
  const { own, accepts } = splitProductFilter(filter);
  return listCatalogued({ ...call, parameters: { ...parameters, select: names, filter: own } }, 'products', {
    store: portal.state.records.catalogProducts,
    fields: allProductFields(call),
    narrow: accepts,
  });
}

/** A price is a number in the list and a string of six places here, as the pages show. */
function getProduct(call: RestCall): RestReply {
  const id = getGivenId(call.parameters, 'id');
  requireAdmin(call, '200040300010');
  const product = call.portal.state.records.catalogProducts.find(id);
  if (!product) throw new RestError('0', 'product does not exist');
  const fields = allProductFields(call).filter(({ item }) => !listedOnly.has(item));
  const written = writeRow(fields, product, 'item', call.portal.zone);
  const price = product.purchasingPrice === null ? null : Number(product.purchasingPrice).toFixed(6);
  return { result: { product: { ...written, purchasingPrice: price } } };
}

/** Fields of content for sale come in the list only. */
const listedOnly = new Set(['barcodeMulti', 'recurSchemeLength', 'recurSchemeType', 'trialPriceId', 'withoutOrder']);

function allProductFields({ portal }: RestCall): readonly Field<CatalogProduct>[] {
  return [...productFields, ...propertyValueFields(portal)];
}

function requireIblock({ parameters }: RestCall): Readonly<Record<string, unknown>> {
  const filter = readParameter(parameters, 'filter');
  const hasIblock = isRecord(filter) && Object.keys(filter).some((key) => /^[=@]?iblockId$/.test(key));
  if (!hasIblock) throw new RestError('0', 'Required filter fields: iblockId');
  return filter;
}
