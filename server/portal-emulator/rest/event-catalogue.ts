const changes = ['ADD', 'UPDATE', 'DELETE'];

/** Events of the platform with the permission that makes each of them known; an empty one asks for none. */
const scopeOf: ReadonlyMap<string, string> = new Map([
  ['ONAPPINSTALL', ''],
  ['ONAPPUPDATE', ''],
  ['ONAPPUNINSTALL', ''],
  ['ONAPPPAYMENT', ''],
  ['ONAPPMETHODCONFIRM', ''],
  ['ONAPPTEST', ''],
  ['ONOFFLINEEVENT', ''],
  ...['LEAD', 'DEAL', 'CONTACT', 'COMPANY', 'QUOTE', 'ACTIVITY', 'CURRENCY'].flatMap((entity) =>
    changes.map((change) => [`ONCRM${entity}${change}`, 'crm'] as const),
  ),
  ['ONCRMDEALMOVETOCATEGORY', 'crm'],
  ...changes.flatMap((change) => [`ONCRMDYNAMICITEM${change}`, `ONCRMDYNAMICITEM${change}_31`].map((event) => [event, 'crm'] as const)),
  ...['LEAD', 'DEAL', 'CONTACT', 'COMPANY', 'QUOTE'].flatMap((entity) =>
    [...changes, 'SETENUMVALUES'].map((change) => [`ONCRM${entity}USERFIELD${change}`, 'crm'] as const),
  ),
  ...changes.map((change) => [`ONCRMTIMELINECOMMENT${change}`, 'crm'] as const),
  ...['INIT', 'START', 'END'].map((moment) => [`ONVOXIMPLANTCALL${moment}`, 'telephony'] as const),
  ...changes.map((change) => [`ONTASK${change}`, 'task'] as const),
  ...changes.map((change) => [`ONCALENDARENTRY${change}`, 'calendar'] as const),
  ['ONUSERADD', 'user'],
  ...['LEAD', 'DEAL', 'CONTACT', 'COMPANY', 'QUOTE', 'INVOICE', 'REQUISITE'].flatMap((entity) =>
    [...changes, 'SETENUMVALUES'].map((change) => [`ONCRM${entity}USERFIELD${change}`, 'crm'] as const),
  ),
  ...['INVOICE', 'PRODUCT', 'PRODUCTPROPERTY', 'PRODUCTSECTION', 'REQUISITE', 'BANKDETAIL', 'MEASURE', 'TYPE'].flatMap((entity) =>
    changes.map((change) => [`ONCRM${entity}${change}`, 'crm'] as const),
  ),
  ['ONCRMINVOICESETSTATUS', 'crm'],
  ['ONCRMADDRESSREGISTER', 'crm'],
  ['ONCRMADDRESSUNREGISTER', 'crm'],
  ...['DEAL', 'INVOICE'].flatMap((entity) => [...changes, 'EXPOSE'].map((change) => [`ONCRM${entity}RECURRING${change}`, 'crm'] as const)),
  ...changes.map((change) => [`ONCRMDYNAMICITEM${change}`, 'crm'] as const),
  ...changes.map((change) => [`ONCRMDOCUMENTGENERATORDOCUMENT${change}`, 'crm'] as const),
  ...changes.map((change) => [`ONTASKCOMMENT${change}`, 'task'] as const),
  ['ONEXTERNALCALLSTART', 'telephony'],
  ['ONEXTERNALCALLBACKSTART', 'telephony'],
  ...changes.map((change) => [`ONCALENDARSECTION${change}`, 'calendar'] as const),
]);

export function eventScope(event: string): string | undefined {
  return scopeOf.get(event);
}

export function eventsFor(scopes: ReadonlySet<string>): string[] {
  return [...scopeOf].flatMap(([event, scope]) => (scope === '' || scopes.has(scope) ? [event] : []));
}

/** Events of one permission, granted or not. */
export function eventsOf(scope: string): string[] {
  return [...scopeOf].flatMap(([event, needed]) => (needed === scope ? [event] : []));
}

export function everyEvent(): string[] {
  return [...scopeOf.keys()];
}
