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
  { code: 'ONCRMLEADADD', scope: 'crm', reason: 'a lead comes in' },
  { code: 'ONCRMLEADUPDATE', scope: 'crm', reason: 'stage, amount or person of a lead changed' },
  { code: 'ONCRMLEADDELETE', scope: 'crm', reason: 'a lead leaves the counts' },
  { code: 'ONCRMQUOTEADD', scope: 'crm', reason: 'a quote is made' },
  { code: 'ONCRMQUOTEUPDATE', scope: 'crm', reason: 'a quote is sent, accepted or declined' },
  { code: 'ONCRMQUOTEDELETE', scope: 'crm', reason: 'a quote leaves the counts' },
  { code: 'ONCRMDYNAMICITEMADD', scope: 'crm', reason: 'a smart invoice is made' },
  { code: 'ONCRMDYNAMICITEMUPDATE', scope: 'crm', reason: 'a smart invoice is sent or paid' },
  { code: 'ONCRMDYNAMICITEMDELETE', scope: 'crm', reason: 'a smart invoice leaves the counts' },
  { code: 'ONCRMACTIVITYADD', scope: 'crm', reason: 'a call or a meeting on a card' },
  { code: 'ONVOXIMPLANTCALLEND', scope: 'telephony', reason: 'a call has ended' },
  { code: 'ONTASKADD', scope: 'task', reason: 'a task is set, about a deal or as a decision of a review' },
  { code: 'ONTASKUPDATE', scope: 'task', reason: 'deadline, person or status of a task changed' },
  { code: 'ONTASKDELETE', scope: 'task', reason: 'a task leaves the counts' },
];
