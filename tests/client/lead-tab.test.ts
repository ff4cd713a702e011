import { describe, expect, it } from 'vitest';
import LeadTabView from '#views/lead-tab/LeadTabView.vue';
import { mountView, readText } from './mount-view.ts';
import { buildBoot, buildLead } from './sample-data.ts';

const withLead = (change: Parameters<typeof buildLead>[0] = {}) =>
  mountView(
    LeadTabView,
    buildBoot({ view: 'lead-tab', placement: { code: 'CRM_LEAD_DETAIL_TAB', entityId: '55' }, lead: buildLead(change) }),
  );

describe('the lead tab', () => {
  it('shows the touches of the lead and the month of its viewer', () => {
    const text = readText(withLead());
    expect(text).toContain('3 касания');
    expect(text).toContain('1 день назад');
    expect(text).toContain('Мой ноябрь');
    expect(text).toContain('36,3 % плана 4,46 млн ₽');
    expect(text).toContain('норма 20 в день');
  });

  it('tells the time to the first contact against the norm, and what to do while there was none', () => {
    const inTime = readText(withLead());
    expect(inTime).toContain('34 миннорма 1 чвовремя');
    expect(inTime).toContain('первый контакт 13 ноября, 10:34');
    const processing = { ...buildLead().processing!, touchedAt: null, minutes: 135, state: 'overdue' as const };
    const late = readText(withLead({ processing }));
    expect(late).toContain('2 ч 15 миннорма 1 чнорма прошла');
    expect(late).toContain('контакта ещё не было, позвоните сейчас');
    expect(readText(withLead({ processing: null }))).not.toContain('Первый контакт');
  });

  it('says what is missing in words', () => {
    const text = readText(
      withLead({
        plan: null,
        attainment: null,
        lastTouch: null,
        touches: 0,
        calls: { today: 0, norm: null, seconds: 30, source: 'statistics' },
      }),
    );
    expect(text).toContain('плана на ноябрь нет');
    expect(text).toContain('Касаний пока нет');
    expect(text).toContain('норма не задана');
  });
});
