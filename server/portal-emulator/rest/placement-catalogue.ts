const cardEntities = ['LEAD', 'DEAL', 'CONTACT', 'COMPANY', 'QUOTE', 'SMART_INVOICE'];
const cardParts = ['DETAIL_TAB', 'DETAIL_ACTIVITY', 'DETAIL_TOOLBAR', 'LIST_MENU', 'LIST_TOOLBAR'];

/** Placement codes of the platform with the permission that makes each of them known. */
const scopeOf: ReadonlyMap<string, string> = new Map([
  ...cardEntities.flatMap((entity) => cardParts.map((part) => [`CRM_${entity}_${part}`, 'crm'] as const)),
  ['CRM_LEAD_ACTIVITY_TIMELINE_MENU', 'crm'],
  ['CRM_DEAL_ACTIVITY_TIMELINE_MENU', 'crm'],
  ['CRM_FUNNELS_TOOLBAR', 'crm'],
  ['CRM_ANALYTICS_MENU', 'crm'],
  ['CRM_ANALYTICS_TOOLBAR', 'crm'],
  ['LEFT_MENU', 'placement'],
  ['REST_APP_URI', 'placement'],
  ['PAGE_BACKGROUND_WORKER', 'placement'],
  ['TASK_VIEW_TAB', 'task'],
  ['TASK_VIEW_SIDEBAR', 'task'],
  ['TASK_VIEW_TOP_PANEL', 'task'],
  ['TASK_LIST_CONTEXT_MENU', 'task'],
  ['CALL_CARD', 'telephony'],
  ['TELEPHONY_ANALYTICS_MENU', 'telephony'],
  ['CALENDAR_GRIDVIEW', 'calendar'],
  ['USER_PROFILE_MENU', 'user'],
  ['USER_PROFILE_TOOLBAR', 'user'],
]);

export function placementScope(code: string): string | undefined {
  return scopeOf.get(code);
}

export function placementsFor(scopes: ReadonlySet<string>): string[] {
  return [...scopeOf].flatMap(([code, scope]) => (scopes.has(scope) ? [code] : []));
}
