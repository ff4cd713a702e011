import { afterEach, describe, expect, it } from 'vitest';
import type { VueWrapper } from '@vue/test-utils';
import DimensionSwitch from '#components/planning/dimensions/DimensionSwitch.vue';
import OwnDimensionsForm from '#components/settings/OwnDimensionsForm.vue';
import type { OwnDimensions } from '#contract/own-dimensions.ts';
import { mountView, readText } from './mount-view.ts';

const fields = [
  { field: 'UF_CRM_ROUTE', name: 'Маршрут', isList: true },
  { field: 'UF_CRM_CHANNEL', name: 'Канал', isList: false },
];
const known = (state: OwnDimensions['dimensions'][number]['state'], field = 'UF_CRM_ROUTE', name = 'Маршрут') => ({
  ...{ field, name, state, readAt: state === 'counted' ? '2026-11-16T07:00:00Z' : null },
});
let shown: VueWrapper | undefined;
afterEach(() => shown?.unmount());

function open(dimensions: OwnDimensions['dimensions'], offered: typeof fields = fields): VueWrapper {
  const saved: OwnDimensions = { maySet: true, most: 3, dimensions };
  shown = mountView(OwnDimensionsForm, undefined, { saved, fields: offered, isBusy: false, showMoment: () => 'сегодня в 10:00' });
  return shown;
}
const find = (form: VueWrapper, test: string) => form.get(`[data-test="${test}"]`);
const isOff = (form: VueWrapper): boolean => find(form, 'own-save').attributes('disabled') !== undefined;

describe('the form of own dimensions', () => {
  it('proposes the name of a field, keeps the one that was typed, and saves what was chosen', async () => {
    const form = open([]);
    expect(isOff(form)).toBe(true);
    await find(form, 'own-add').trigger('click');
    await find(form, 'own-field-0').setValue('UF_CRM_ROUTE');
    expect(find(form, 'own-name-0').element).toHaveProperty('value', 'Маршрут');
    await find(form, 'own-name-0').setValue('Рейс');
    await find(form, 'own-field-0').setValue('UF_CRM_CHANNEL');
    expect(find(form, 'own-name-0').element).toHaveProperty('value', 'Рейс');
    await find(form, 'own-save').trigger('click');
    expect(form.emitted('save')).toEqual([[[{ field: 'UF_CRM_CHANNEL', name: 'Рейс' }]]]);
  });

  it('says what becomes of the targets of a dimension that is taken away', async () => {
    const form = open([known('counted')]);
    expect(readText(form)).toContain('Прочитано сегодня в 10:00');
    await find(form, 'own-remove-0').trigger('click');
    expect(find(form, 'own-leaving').text()).toContain('Цели, которые уже поставлены, останутся, но факт по ним считаться не будет.');
    await find(form, 'own-save').trigger('click');
    expect(form.emitted('save')).toEqual([[[]]]);
  });

  it('brings an archived one back, and does not save a name or a field twice', async () => {
    const form = open([known('archived')]);
    expect(readText(form)).toContain('В архиве');
    await find(form, 'own-restore-UF_CRM_ROUTE').trigger('click');
    expect(isOff(form)).toBe(false);
    await find(form, 'own-add').trigger('click');
    await find(form, 'own-field-1').setValue('UF_CRM_CHANNEL');
    await find(form, 'own-name-1').setValue('маршрут');
    expect(isOff(form)).toBe(true);
    expect(readText(form)).toContain('Поля и названия не должны повторяться.');
  });

  it('keeps a field that the portal does not show any more, and says that nothing is counted', () => {
    const form = open([known('missing', 'UF_CRM_OLD', 'Зона')]);
    expect(find(form, 'own-field-0').element).toHaveProperty('value', 'UF_CRM_OLD');
    expect(readText(form)).toContain('факт не считается');
  });

  it('offers no fourth dimension', () => {
    const three = ['A', 'B', 'C'].map((name) => known('counted', `UF_CRM_${name}`, name));
    expect(open(three).find('[data-test="own-add"]').exists()).toBe(false);
  });
});

describe('the switch of dimensions', () => {
  it('calls own ones as the portal calls them', async () => {
    const options = [
      { code: 'pipeline', name: null },
      { code: 'custom.route', name: 'Маршрут' },
    ];
    shown = mountView(DimensionSwitch, undefined, { options, chosen: 'pipeline' });
    expect(shown.findAll('label').map((label) => label.text())).toEqual(['Воронки', 'Маршрут']);
    await shown.get('[data-test="dimension-by-custom.route"] input').trigger('change');
    expect(shown.emitted('choose')).toEqual([['custom.route']]);
  });
});
