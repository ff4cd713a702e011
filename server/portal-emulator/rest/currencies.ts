import { readParameter } from '../nested-parameters.ts';
import { portalFirstDay } from '../portal-first-day.ts';
import type { PortalCurrency } from '../portal-data.ts';
import { classicError } from '../rest-error.ts';
import { writeRow, type Field } from './field-table.ts';
import { parseOrder, sortRows } from './list-rows.ts';
import type { RestCall, RestReply } from './rest-method.ts';

interface CurrencyRow {
  readonly id: number;
  readonly currency: PortalCurrency;
  readonly language: string;
}

const fields: readonly Field<CurrencyRow>[] = [
  column('CURRENCY', 'text', ({ currency }) => currency.code),
  column('AMOUNT_CNT', 'integer', ({ currency }) => currency.amountCount),
  column('AMOUNT', 'money', ({ currency }) => currency.amount),
  column('SORT', 'integer', ({ id }) => id * 100),
  column('BASE', 'flag', ({ currency }) => currency.isBase),
  column('FULL_NAME', 'text', ({ currency, language }) => nameOf(currency.code, language)),
  column('LID', 'text', ({ language }) => language),
  column('FORMAT_STRING', 'text', ({ currency, language }) => `# ${symbolOf(currency.code, language)}`),
  column('DEC_POINT', 'text', ({ language }) => (language === 'ru' ? ',' : '.')),
  column('THOUSANDS_SEP', 'text', () => '&nbsp;'),
  column('DECIMALS', 'integer', ({ currency }) => currency.decimals),
];

/** Only people with access to CRM settings; `total` is always 0 here. */
export function listCurrencies({ portal, user, parameters }: RestCall): RestReply {
  if (!user.isAdmin) throw classicError('Access denied.');
  const { data } = portal.state;
  const rows = data.currencies.map((currency, index) => ({ id: index + 1, currency, language: data.language }));
  const order = parseOrder(readParameter(parameters, 'order'), fields, 'classic', 'drop');
  const result = sortRows(rows, order).map((row) => ({
    ...writeRow(fields, row, 'classic', portal.zone),
    DATE_UPDATE: portal.zone.writeInstant(portalFirstDay(data)),
  }));
  return { result, total: 0 };
}

function column(classic: string, kind: Field<CurrencyRow>['kind'], read: Field<CurrencyRow>['read']): Field<CurrencyRow> {
  return { classic, item: classic, kind, type: 'string', read };
}

function nameOf(code: string, language: string): string {
  return new Intl.DisplayNames(language, { type: 'currency' }).of(code) ?? code;
}

function symbolOf(code: string, language: string): string {
  const parts = new Intl.NumberFormat(language, { style: 'currency', currency: code, currencyDisplay: 'narrowSymbol' }).formatToParts(0);
  return parts.find(({ type }) => type === 'currency')?.value ?? code;
}
