type Trait = 'required' | 'readOnly' | 'immutable';

const described: readonly (readonly [name: string, type: string, title: string, ...traits: Trait[]])[] = [
  ['id', 'integer', 'ID', 'readOnly'],
  ['ownerId', 'integer', 'ID владельца', 'required', 'immutable'],
  ['ownerType', 'string', 'Тип владельца', 'required', 'immutable'],
  ['productId', 'integer', 'Товар', 'required'],
  ['productName', 'string', 'Название товара'],
  ['price', 'double', 'Цена'],
  ['priceExclusive', 'double', 'Цена без налога со скидкой', 'readOnly'],
  ['priceNetto', 'double', 'PRICE_NETTO', 'readOnly'],
  ['priceBrutto', 'double', 'PRICE_BRUTTO', 'readOnly'],
  ['quantity', 'double', 'Количество'],
  ['discountTypeId', 'integer', 'Тип скидки'],
  ['discountRate', 'double', 'Величина скидки'],
  ['discountSum', 'double', 'Сумма скидки'],
  ['taxRate', 'double', 'Налог'],
  ['taxIncluded', 'char', 'Налог включён в цену'],
  ['customized', 'char', 'Изменён'],
  ['measureCode', 'integer', 'Код единицы измерения'],
  ['measureName', 'string', 'Единица измерения'],
  ['sort', 'integer', 'Сортировка'],
  ['type', 'integer', 'TYPE', 'readOnly'],
  ['storeId', 'integer', 'STORE_ID', 'readOnly'],
];

/** The answer of `crm.item.productrow.fields`. */
export function describeProductRow(): Record<string, unknown> {
  return Object.fromEntries(
    described.map(([name, type, title, ...traits]) => [
      name,
      {
        type,
        isRequired: traits.includes('required'),
        isReadOnly: traits.includes('readOnly'),
        isImmutable: traits.includes('immutable'),
        isMultiple: false,
        isDynamic: false,
        title,
      },
    ]),
  );
}

/** Fields that a change of a row may name. */
export const changeableRowFields: ReadonlySet<string> = new Set(
  described.flatMap(([name, , , ...traits]) => (traits.includes('readOnly') || traits.includes('immutable') ? [] : [name])),
);
