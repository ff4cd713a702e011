import { describe, expect, it } from 'vitest';
import DecisionForm from '#components/acknowledgement/DecisionForm.vue';
import { missingPart } from '#components/acknowledgement/decision-form.ts';
import { mountView, readText } from './mount-view.ts';
import { buildBoot, buildSheet } from './sample-data.ts';

const read = buildSheet({ readAt: '2026-11-16T08:24:00.000Z' });
const mountForm = (sheet = read) => mountView(DecisionForm, buildBoot(), { sheet });

async function choose(form: ReturnType<typeof mountForm>, decision: string): Promise<void> {
  await form.get(`input[value="${decision}"]`).setValue();
}

const done = { isRead: true, lacksBreakdown: false, isPinAsked: false };
const unread = { isRead: false, lacksBreakdown: false, isPinAsked: false };

describe('missingPart', () => {
  it('asks for reading first, then for the decision, then for its own part', () => {
    expect(missingPart({ decision: 'signed', hasConsent: true, text: '', pin: '' }, unread)).toBe('read');
    expect(missingPart({ decision: null, hasConsent: true, text: '', pin: '' }, done)).toBe('decision');
    expect(missingPart({ decision: 'signed', hasConsent: false, text: 'x', pin: '' }, done)).toBe('consent');
    expect(missingPart({ decision: 'refused', hasConsent: true, text: '  ', pin: '' }, done)).toBe('text');
    expect(missingPart({ decision: 'signed', hasConsent: true, text: '', pin: '' }, done)).toBeNull();
    expect(missingPart({ decision: 'signed-with-objections', hasConsent: false, text: 'x', pin: '' }, done)).toBeNull();
  });

  it('asks for all six digits of the PIN last, where the portal asks for one', () => {
    const asked = { ...done, isPinAsked: true };
    expect(missingPart({ decision: 'signed', hasConsent: false, text: '', pin: '' }, asked)).toBe('consent');
    expect(missingPart({ decision: 'signed', hasConsent: true, text: '', pin: '70241' }, asked)).toBe('pin');
    expect(missingPart({ decision: 'refused', hasConsent: false, text: 'x', pin: '702418' }, asked)).toBeNull();
  });

  it('asks for the breakdown where it is required, but not to disagree', () => {
    const undone = { isRead: true, lacksBreakdown: true, isPinAsked: false };
    expect(missingPart({ decision: 'signed', hasConsent: true, text: '', pin: '' }, undone)).toBe('breakdown');
    expect(missingPart({ decision: 'refused', hasConsent: false, text: 'x', pin: '' }, undone)).toBeNull();
  });
});

describe('the decision form', () => {
  it('keeps the button disabled before the sheet is read to its end', async () => {
    const form = mountForm(buildSheet());
    await choose(form, 'signed');
    await form.get('input[type=checkbox]').setValue(true);
    expect(form.get('button').attributes('disabled')).toBeDefined();
    expect(readText(form)).toContain('Сначала долистайте план до конца');
  });

  it('asks the consent tick for signing alone', async () => {
    const form = mountForm();
    await choose(form, 'signed');
    expect(form.get('button').attributes('disabled')).toBeDefined();
    await form.get('input[type=checkbox]').setValue(true);
    expect(form.get('button').attributes('disabled')).toBeUndefined();
    await choose(form, 'refused');
    expect(form.find('input[type=checkbox]').exists()).toBe(false);
  });

  it('lets the label of the button follow the decision', async () => {
    const form = mountForm();
    const labels: string[] = [];
    for (const decision of ['signed', 'signed-with-objections', 'refused']) {
      await choose(form, decision);
      labels.push(form.get('button').text());
    }
    expect(labels).toEqual(['Подписать план', 'Подписать с возражениями', 'Отправить на разговор']);
  });

  it('hands over the decision with its reason', async () => {
    const form = mountForm();
    await choose(form, 'refused');
    await form.get('textarea').setValue('  Не учтён отпуск  ');
    await form.get('button').trigger('click');
    expect(form.emitted('decide')).toEqual([['refused', 'Не учтён отпуск', null]]);
  });

  it('does not send a reason that belongs to another decision', async () => {
    const form = mountForm();
    await choose(form, 'refused');
    await form.get('textarea').setValue('Передумал');
    await choose(form, 'signed');
    await form.get('input[type=checkbox]').setValue(true);
    await form.get('button').trigger('click');
    expect(form.emitted('decide')).toEqual([['signed', '', null]]);
  });

  it('says that the plan is in force whether signed or not', () => {
    expect(readText(mountForm())).toContain('План действует с 1 декабря независимо от подписи.');
  });
});
