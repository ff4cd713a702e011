import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countingBasis, defaultCounting } from '#domain/counting.ts';
import { listDimensionShares } from '#store/dimension-facts.ts';
import type { Store } from '#store/open-store.ts';
import { listOwnDimensions, listOwnTitles, saveOwnDimensions } from '#store/own-dimensions.ts';
import { openTestStore } from '#support/test-store.ts';
import { connectPortal, type Connected } from './connected-portal.ts';

let store: Store;
let portal: Connected;

beforeAll(async () => {
  store = await openTestStore();
  portal = await connectPortal(store);
}, 240_000);
afterAll(async () => {
  await portal.rig.emulator.close();
  await store.close();
});

const [route, note] = ['UF_CRM_ROUTE', 'UF_CRM_NOTE'] as const;
/** A minute later than before: what has changed is known by its time. */
const put = (id: number, fields: object) => {
  portal.rig.clock.now = new Date(portal.rig.clock.now.getTime() + 60_000);
  return portal.call('crm.item.update', { entityTypeId: 2, id, useOriginalUfNames: 'Y', fields });
};
const choose = (...fields: string[]) =>
  portal.in((tx) =>
    saveOwnDimensions(
      tx,
      fields.map((field) => ({ field, name: field })),
      portal.rig.clock.now,
    ),
  );
const said = () =>
  portal.in(async (tx) => {
    const rows = await tx.db.selectFrom('deal_value').selectAll().orderBy('deal_id').orderBy('field').execute();
    return rows.map(({ deal_id, field, value }) => `${deal_id} ${field} ${value}`);
  });
describe('fields of deals that plans are divided by', () => {
  let north = '';
  let south = '';

  it('are read of all deals as soon as somebody has chosen them', async () => {
    const list = ['Север', 'Юг'].map((VALUE) => ({ VALUE }));
    await portal.call('crm.deal.userfield.add', { fields: { FIELD_NAME: 'ROUTE', USER_TYPE_ID: 'enumeration', LIST: list } });
    await portal.call('crm.deal.userfield.add', { fields: { FIELD_NAME: 'NOTE', USER_TYPE_ID: 'string' } });
    const known = await portal.call('crm.deal.userfield.list', { filter: { FIELD_NAME: route } });
    const [{ LIST: values } = { LIST: [] }] = known['result'] as { LIST: { ID: string }[] }[];
    [north = '', south = ''] = values.map(({ ID }) => ID);
    await put(1, { [route]: north });
    await put(4, { [route]: south, [note]: `  в две\n\tстроки ${'я'.repeat(100)}` });
    await portal.runLater();
    expect(await said()).toEqual([]);
    await choose(route, note, 'UF_CRM_GONE');
    await portal.runLater();
    expect(await said()).toEqual([`1 ${route} ${north}`, `4 ${note} в две строки ${'я'.repeat(67)}`, `4 ${route} ${south}`]);
    expect(await portal.in(listOwnTitles)).toEqual(
      new Map([
        [
          route,
          new Map([
            [north, 'Север'],
            [south, 'Юг'],
          ]),
        ],
      ]),
    );
    const states = await portal.in(listOwnDimensions);
    expect(states.map(({ field, isList, isMissing, readAt }) => [field, isList, isMissing, readAt !== null])).toEqual([
      [route, true, false, true],
      [note, false, false, true],
      ['UF_CRM_GONE', null, true, false],
    ]);
  });

  it('are read again with a deal that changes', async () => {
    await put(1, { [route]: south });
    await put(4, { [note]: '' });
    await portal.runLater();
    expect(await said()).toEqual([`1 ${route} ${south}`, `4 ${route} ${south}`]);
  });

  it('tell facts apart, several at once and beside a pipeline', async () => {
    const source = { basis: countingBasis(defaultCounting, 'Europe/Moscow'), pipelineIds: null, isKept: false };
    const asked = { source, span: { from: '2026-01-01', before: '2027-01-01' }, currency: 'RUB', digits: 2, activeSince: '2026-11-01' };
    await put(2, { [route]: north, [note]: 'Склад' });
    await put(5, { [note]: 'Склад' });
    await portal.runLater();
    const shares = await portal.in((tx) =>
      listDimensionShares(tx, 'new-deals', { ...asked, callsFrom: 'statistics' }, [`field:${route}`, 'pipeline', `field:${note}`]),
    );
    const sums = new Map<string, bigint>();
    for (const { values, value } of shares) sums.set(values.join(' '), (sums.get(values.join(' ')) ?? 0n) + value);
    expect([...sums].toSorted()).toEqual([
      [' 0 ', 56n],
      [' 0 Склад', 1n],
      [`${north} 0 Склад`, 1n],
      [`${south} 0 `, 2n],
    ]);
  });

  it('that cannot be read are a rejection, and what was said before stays', async () => {
    // A portal leaves out of its answers, without a word, what it does not know.
    portal.rig.intercept(async (request) => {
      if (!(await request.clone().text()).includes('crm.item.list')) return undefined;
      const answer = await portal.rig.emulator.handle(request);
      const body = (await answer.text()).replaceAll(`"${note}":`, '"other":');
      return new Response(body, { status: answer.status, headers: { 'content-type': 'application/json' } });
    });
    await put(2, { title: 'Другая' });
    await portal.runLater();
    portal.rig.intercept(null);
    const rejected = await portal.in((tx) => tx.db.selectFrom('rejected_row').selectAll().where('entity', '=', 'deal-fields').execute());
    expect(rejected.map(({ row_key, field, reason }) => [row_key, field, reason])).toEqual([['2', note, 'missing']]);
    expect(await said()).toContain(`2 ${note} Склад`);
    await put(2, { title: 'Прежняя' });
    await portal.runLater();
    const left = await portal.in((tx) => tx.db.selectFrom('rejected_row').selectAll().where('entity', '=', 'deal-fields').execute());
    expect(left).toEqual([]);
  });

  it('go with deals that are gone, and as a whole when nobody plans by them', async () => {
    await portal.call('crm.item.delete', { entityTypeId: 2, id: 2 });
    await choose(route);
    portal.rig.clock.now = new Date(portal.rig.clock.now.getTime() + 86_400_000);
    await portal.runLater(20);
    expect(await said()).toEqual([`1 ${route} ${south}`, `4 ${route} ${south}`]);
  });
});
