export interface Placement {
  readonly code: string;
  readonly view: 'workspace' | 'deal-tab' | 'lead-tab';
  readonly title: { readonly ru: string; readonly en: string };
  /** Scope without which Bitrix24 does not know the placement. */
  readonly scope: string;
}

/** Places that are bound at installation; the application's own page (DEFAULT) needs no binding. */
export const placements: readonly Placement[] = [
  { code: 'CRM_DEAL_DETAIL_TAB', view: 'deal-tab', title: { ru: 'Курс', en: 'Kurs' }, scope: 'crm' },
  // The same beside whatever tab of the card is open, for a head who looks through deals.
  { code: 'CRM_DEAL_DETAIL_TOOLBAR', view: 'deal-tab', title: { ru: 'Курс', en: 'Kurs' }, scope: 'crm' },
  { code: 'CRM_LEAD_DETAIL_TAB', view: 'lead-tab', title: { ru: 'Курс', en: 'Kurs' }, scope: 'crm' },
  // Links in our messages open it at the sheet they are about.
  { code: 'REST_APP_URI', view: 'workspace', title: { ru: 'Курс', en: 'Kurs' }, scope: 'placement' },
  { code: 'CRM_ANALYTICS_MENU', view: 'workspace', title: { ru: 'Курс', en: 'Kurs' }, scope: 'crm' },
];
