/** `LEAD_DETAIL_TAB` and its like, by the part of the interface: the pages name the entities of each part one by one. */
const crmParts: Readonly<Record<string, string>> = {
  DETAIL_TAB: 'LEAD DEAL CONTACT COMPANY QUOTE SMART_INVOICE ORDER',
  DETAIL_ACTIVITY: 'LEAD DEAL CONTACT COMPANY QUOTE SMART_INVOICE ORDER',
  DETAIL_TOOLBAR: 'LEAD DEAL CONTACT COMPANY QUOTE SMART_INVOICE',
  LIST_MENU: 'LEAD DEAL CONTACT COMPANY QUOTE SMART_INVOICE ACTIVITY',
  LIST_TOOLBAR: 'LEAD DEAL CONTACT COMPANY QUOTE SMART_INVOICE ORDER',
  ACTIVITY_TIMELINE_MENU: 'LEAD DEAL QUOTE SMART_INVOICE',
  DOCUMENTGENERATOR_BUTTON: 'LEAD DEAL CONTACT COMPANY QUOTE SMART_INVOICE',
  ROBOT_DESIGNER_TOOLBAR: 'LEAD DEAL SMART_INVOICE',
  FUNNELS_TOOLBAR: 'DEAL SMART_INVOICE',
};

/** Placement codes with the permission that makes each of them known; `placement` itself is for every application that has it. */
const codesOf: Readonly<Record<string, string>> = {
  crm:
    'CRM_FUNNELS_TOOLBAR CRM_ANALYTICS_MENU CRM_ANALYTICS_TOOLBAR CRM_DETAIL_SEARCH CRM_REQUISITE_AUTOCOMPLETE ' +
    'CRM_BANK_DETAIL_AUTOCOMPLETE',
  placement:
    'LEFT_MENU REST_APP_URI PAGE_BACKGROUND_WORKER BI_ANALYTICS_MENU IM_CONTEXT_MENU IM_NAVIGATION IM_SIDEBAR IM_TEXTAREA ' +
    'IM_SMILES_SELECTOR IMMOBILE_CONTEXT_MENU',
  task:
    'TASK_VIEW_TAB TASK_VIEW_SIDEBAR TASK_VIEW_TOP_PANEL TASK_LIST_CONTEXT_MENU TASK_USER_LIST_TOOLBAR TASK_GROUP_LIST_TOOLBAR ' +
    'TASK_ROBOT_DESIGNER_TOOLBAR',
  telephony: 'CALL_CARD TELEPHONY_ANALYTICS_MENU',
  calendar: 'CALENDAR_GRIDVIEW',
  contact_center: 'CONTACT_CENTER',
  sonet_group: 'SONET_GROUP_DETAIL_TAB SONET_GROUP_TOOLBAR SONET_GROUP_ROBOT_DESIGNER_TOOLBAR',
  user: 'USER_PROFILE_MENU USER_PROFILE_TOOLBAR',
};

const scopeOf: ReadonlyMap<string, string> = new Map([
  ...Object.entries(crmParts).flatMap(([part, entities]) => entities.split(' ').map((entity) => [`CRM_${entity}_${part}`, 'crm'] as const)),
  ...Object.entries(codesOf).flatMap(([scope, codes]) => codes.split(' ').map((code) => [code, scope] as const)),
]);

export function placementScope(code: string): string | undefined {
  return scopeOf.get(code);
}

export function placementsFor(scopes: ReadonlySet<string>): string[] {
  return [...scopeOf].flatMap(([code, scope]) => (scopes.has(scope) ? [code] : []));
}

/** Places of one permission, granted or not. */
export function placementsOf(scope: string): string[] {
  return [...scopeOf].flatMap(([code, needed]) => (needed === scope ? [code] : []));
}

export function everyPlacement(): string[] {
  return [...scopeOf.keys()];
}
