/** Reading: may be repeated. */
const reads = new Set([
  'app.info',
  'profile',
  'scope',
  'user.get',
  'department.get',
  'placement.get',
  'event.get',
  'calendar.settings.get',
  'crm.item.list',
  'crm.deal.userfield.list',
  'crm.category.list',
  'crm.status.list',
  'crm.stagehistory.list',
  'crm.activity.list',
  'crm.currency.base.get',
  'crm.currency.list',
  'crm.settings.mode.get',
  'crm.item.productrow.list',
  'crm.orderentity.list',
  'sale.payment.list',
  'catalog.catalog.list',
  'catalog.product.list',
  'catalog.section.list',
  'catalog.productProperty.list',
  'tasks.task.list',
  'calendar.accessibility.get',
  // Methods of REST 3.0 stand below `api/`.
  'api/timeman.record.list',
  'api/humanresources.node.list',
  'api/humanresources.node.get',
  'voximplant.statistic.get',
]);

/** Writing: sent once, whatever happens. */
const writes = new Set([
  'placement.bind',
  'placement.unbind',
  'event.bind',
  'event.unbind',
  'im.notify.personal.add',
  'im.notify.system.add',
  'tasks.task.add',
]);

/** Least privilege: a method that no shipped part needs cannot leave the process. */
export function kindOfMethod(method: string): 'read' | 'write' | 'forbidden' {
  if (reads.has(method)) return 'read';
  return writes.has(method) ? 'write' : 'forbidden';
}
