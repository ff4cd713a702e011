import { describe, expect, it } from 'vitest';
import { AcknowledgementState } from '#contract/acknowledgement-state.ts';
import { Decision } from '#contract/acknowledgement.ts';
import { DealOutlook } from '#contract/deal-outlook.ts';
import { ErrorCode } from '#contract/errors.ts';
import { PaceStatus } from '#contract/overview.ts';
import { NoticeReason } from '#contract/session.ts';
import { RejectedRow, SyncEntity } from '#contract/sync-status.ts';
import { loadAllTexts } from '#locales/all-texts.ts';
import { loadCardTexts } from '#locales/card-texts.ts';
import { createTexts, loadI18n, russianForm } from '#locales/create-i18n.ts';
import { english, russian } from '#support/texts.ts';

describe.each([
  ['ru', russian],
  ['en', english],
] as const)('the texts in %s', (_, texts) => {
  it('tell what to do for every failure and every notice', () => {
    expect(Object.keys(texts.errors).toSorted()).toEqual([...ErrorCode.options, 'no-connection'].toSorted());
    expect(Object.keys(texts.notice).toSorted()).toEqual(NoticeReason.options.toSorted());
  });

  it('have a word for every state the contract knows', () => {
    expect(Object.keys(texts.status)).toEqual(expect.arrayContaining(PaceStatus.options));
    expect(Object.keys(texts.signing)).toEqual(expect.arrayContaining(AcknowledgementState.options));
    expect(Object.keys(texts.dealTab.counts).toSorted()).toEqual(DealOutlook.shape.counts.options.toSorted());
    expect(Object.keys(texts.firstLoad.entity).toSorted()).toEqual(SyncEntity.options.toSorted());
    expect(Object.keys(texts.rejectedRows.reason).toSorted()).toEqual(RejectedRow.shape.reason.options.toSorted());
    for (const group of [
      texts.decision.option,
      texts.decision.button,
      texts.receipt.title,
      texts.receipt.decisions,
      texts.myPlan.nextText,
    ]) {
      expect(Object.keys(group).toSorted()).toEqual(Decision.options.toSorted());
    }
  });
});

describe('plural forms', () => {
  it('follow the Russian rules', () => {
    const { t } = createTexts('ru', russian).global as unknown as { t: (key: string, count: number) => string };
    const days = [1, 2, 5, 11, 12, 21, 22, 111].map((count) => t('plural.days', count));
    expect(days).toEqual(['1 день', '2 дня', '5 дней', '11 дней', '12 дней', '21 день', '22 дня', '111 дней']);
    expect(t('leadTab.touches', 0)).toBe('касаний пока нет');
    expect(t('leadTab.touches', 1)).toBe('1 касание');
  });

  it('fall back to two forms where a third is not given', () => {
    expect([1, 2, 7].map((count) => russianForm(count, 2))).toEqual([0, 1, 1]);
  });

  it.each([loadAllTexts, loadCardTexts])('come with one language on its own', async (loadTexts) => {
    const { t } = (await loadI18n('en', loadTexts)).global as unknown as { t: (key: string, count: number) => string };
    expect([t('plural.days', 1), t('plural.days', 3)]).toEqual(['1 day', '3 days']);
  });
});
