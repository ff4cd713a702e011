import { describe, expect, it } from 'vitest';
import { NoticeReason } from '#contract/session.ts';
import NoticeView from '#views/notice/NoticeView.vue';
import { russian } from '#support/texts.ts';
import { mountView, readText } from './mount-view.ts';
import { buildBoot } from './sample-data.ts';

describe('the notice page', () => {
  it.each(NoticeReason.options)('says what happened and what to do: %s', (reason) => {
    const boot = buildBoot({ view: 'notice', session: null, viewer: null, portal: null, notice: { reason, requestId: '7f3a-21' } });
    const text = readText(mountView(NoticeView, boot));
    expect(text).toContain(russian.notice[reason].title);
    expect(text).toContain(russian.notice[reason].do);
    expect(text).toContain('запрос 7f3a-21');
  });
});
