import { describe, expect, it } from 'vitest';
import { useInstall } from '#stores/install.ts';
import InstallView from '#views/install/InstallView.vue';
import { mountView, readText } from './mount-view.ts';
import { buildBoot } from './sample-data.ts';

const steps = [
  { name: 'proof' as const, outcome: 'done' as const, missing: [] },
  { name: 'rights' as const, outcome: 'partly' as const, missing: ['telephony'] },
  { name: 'saved' as const, outcome: 'done' as const, missing: [] },
];

describe('the installer page', () => {
  it('shows each step with its outcome and names what was not granted', () => {
    const text = readText(mountView(InstallView, buildBoot({ view: 'install', install: { steps } })));
    expect(text).toContain('Проверка портала');
    expect(text).toContain('частично');
    expect(text).toContain('Не выдано: telephony.');
  });

  it('says what to do when the portal does not answer', async () => {
    const view = mountView(InstallView, buildBoot({ view: 'install', install: { steps } }));
    await expect.poll(() => readText(view)).toContain('Портал не ответил странице установки');
    expect(view.get('button').text()).toBe('Повторить');
  });

  it('does not finish what the portal has not bound', async () => {
    const unbound = [...steps, { name: 'placements' as const, outcome: 'failed' as const, missing: ['CRM_DEAL_DETAIL_TAB'] }];
    const view = mountView(InstallView, buildBoot({ view: 'install', install: { steps: unbound } }));
    await expect.poll(() => readText(view)).toContain('установка не завершена');
    expect(useInstall().state).toBe('incomplete');
    expect(view.find('button').exists()).toBe(false);
  });
});
