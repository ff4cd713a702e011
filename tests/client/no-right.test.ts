import { flushPromises } from '@vue/test-utils';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import AppPage from '#views/AppPage.vue';
import { mountView, readText } from './mount-view.ts';
import { buildBoot } from './sample-data.ts';

const refusal = { error: { code: 'forbidden', message: 'Not allowed', requestId: 'r1' } };
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

async function openRefused() {
  server.use(http.all('*/api/*', () => HttpResponse.json(refusal, { status: 403 })));
  const view = mountView(AppPage, buildBoot({ view: 'workspace', placement: { code: 'DEFAULT', entityId: null } }));
  await until(() => view.find('[data-test="access-ask"]').exists());
  return view;
}

async function until(isSo: () => boolean): Promise<void> {
  // The first view of the page is read and compiled when it is first shown.
  for (const deadline = Date.now() + 15_000; !isSo() && Date.now() < deadline;) {
    await flushPromises();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('numbers that the viewer may not see', () => {
  it('say who sees them, and lead to the own plan or to a question for access', async () => {
    const view = await openRefused();
    expect(readText(view)).toContain('Эти числа видит руководитель');
    expect(view.find('[data-test="access-go-on"]').text()).toBe('Мой план');
    let asked = 0;
    server.use(
      http.post('*/api/access-requests', () => {
        asked += 1;
        return HttpResponse.json({ isNew: true, to: [{ userId: '5', name: 'Марина Ковалёва' }] });
      }),
    );
    await view.get('[data-test="access-ask"]').trigger('click');
    await until(() => view.find('[data-test="access-asked"]').exists());
    expect(view.get('[data-test="access-asked"]').text()).toContain('Марина Ковалёва');
    expect(view.find('[data-test="access-ask"]').exists()).toBe(false);
    expect(asked).toBe(1);
    view.unmount();
  });

  it('keep the question where it did not get through', async () => {
    const view = await openRefused();
    await view.get('[data-test="access-ask"]').trigger('click');
    await until(() => readText(view).includes('Просьба не ушла'));
    expect(readText(view)).toContain('Просьба не ушла');
    expect(view.find('[data-test="access-ask"]').exists()).toBe(true);
    view.unmount();
  });
});
