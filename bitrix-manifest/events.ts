export interface PortalEvent {
  readonly code: string;
  readonly scope: string;
  readonly reason: string;
}

/** Events are hints that something changed; what changed is always read again. */
export const events: readonly PortalEvent[] = [
  { code: 'ONAPPUPDATE', scope: '', reason: 'bindings are dropped on update and must be made again' },
  { code: 'ONAPPUNINSTALL', scope: '', reason: 'stop reading and start the grace period' },
  { code: 'ONCRMDEALADD', scope: 'crm', reason: 'a deal appears in the forecast' },
  { code: 'ONCRMDEALUPDATE', scope: 'crm', reason: 'stage, amount, date or person of a deal changed' },
  { code: 'ONCRMDEALDELETE', scope: 'crm', reason: 'a deal leaves fact and forecast' },
  { code: 'ONCRMDEALMOVETOCATEGORY', scope: 'crm', reason: 'changing the pipeline sends no update event' },
  { code: 'ONCRMACTIVITYADD', scope: 'crm', reason: 'a call or a meeting on a card' },
  { code: 'ONVOXIMPLANTCALLEND', scope: 'telephony', reason: 'a call has ended' },
];
