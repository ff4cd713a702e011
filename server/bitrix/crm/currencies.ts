import { z } from 'zod';
import { resultOf } from '../application.ts';
import { parseResult, type PortalClient } from '../portal-client.ts';
import { readRows, type RowSource } from '../read-rows.ts';
import { Decimal } from '../wire-values.ts';

const CurrencyRow = z.object({
  CURRENCY: z.string().regex(/^[A-Z]{3}$/),
  AMOUNT: Decimal,
  AMOUNT_CNT: Decimal,
  DECIMALS: z.coerce.number().int().min(0).max(4).default(2),
});

const currencyList: RowSource<z.infer<typeof CurrencyRow>> = {
  method: 'crm.currency.list',
  row: CurrencyRow,
  rowsIn: 'result',
  idField: 'CURRENCY',
};

export interface Currency {
  readonly code: string;
  /** `perUnits` of the currency cost `rate` of the base currency; decimal strings. */
  readonly rate: string;
  readonly perUnits: string;
  readonly digits: number;
}

export interface Currencies {
  readonly base: string;
  readonly all: readonly Currency[];
}

/** The list is for people with access to CRM settings; without it only the base currency is known, with two digits. */
export async function readCurrencies(client: PortalClient): Promise<Currencies> {
  const [base, list] = await client.batch([{ method: 'crm.currency.base.get' }, { method: 'crm.currency.list' }]);
  const code = parseResult(z.string().regex(/^[A-Z]{3}$/), resultOf(base), 'crm.currency.base.get');
  const rows = list?.kind === 'done' ? readRows(currencyList, list).rows : [];
  const all = rows.map((row) => ({ code: row.CURRENCY, rate: row.AMOUNT, perUnits: row.AMOUNT_CNT, digits: row.DECIMALS }));
  return { base: code, all: all.some((row) => row.code === code) ? all : [...all, { code, rate: '1', perUnits: '1', digits: 2 }] };
}
