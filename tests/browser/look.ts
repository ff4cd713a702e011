import { mkdir } from 'node:fs/promises';
import { launchBrowser } from '#support/browser.ts';
import { applicationFrame, cell, openDesk, settle } from './portal-desk.ts';

const portalUrl = process.env['PORTAL'] ?? 'http://localhost:3221';
const out = process.env['OUT'] ?? '/tmp/look-joy';
const wanted = process.argv.slice(2);
await mkdir(out, { recursive: true });
const browser = await launchBrowser();
const app = async (desk: any) => { await desk.open('/crm/deal/list/'); await desk.page.getByTestId('menu-application').click(); return applicationFrame(desk.page); };
const settings = async (desk: any, page: string) => { const f = await app(desk); await f.getByTestId('tab-settings').click(); await f.getByTestId(`settings-${page}`).click(); return f; };
const views: Record<string, [number, (desk: any) => Promise<any>]> = {
  workspace: [2, async (d) => { const f = await app(d); await cell(f, 'company', 'fact').waitFor(); await f.locator('svg path[stroke-dasharray]').first().waitFor(); return f; }],
  deal: [7, async (d) => { await d.open('/crm/deal/details/1847/'); await d.page.getByTestId('tab-CRM_DEAL_DETAIL_TAB').click(); const f = applicationFrame(d.page, 'CRM_DEAL_DETAIL_TAB'); await f.locator('ol.ladder').waitFor(); await f.getByTestId('contacts-call').click(); return f; }],
  dealhead: [5, async (d) => { await d.open('/crm/deal/details/1847/'); await d.page.getByTestId('tab-CRM_DEAL_DETAIL_TAB').click(); const f = applicationFrame(d.page, 'CRM_DEAL_DETAIL_TAB'); await f.locator('ol.ladder').waitFor(); return f; }],
  lead: [2, async (d) => { await d.open(`/crm/lead/details/${process.env['LEAD'] ?? '1'}/`); await d.page.getByTestId('tab-CRM_LEAD_DETAIL_TAB').click(); const f = applicationFrame(d.page, 'CRM_LEAD_DETAIL_TAB'); await f.getByTestId('contact-weeks').waitFor(); return f; }],
  math: [2, async (d) => { const f = await app(d); await f.getByTestId('metric-select').selectOption('new-clients'); await f.getByTestId('metric-due').click(); await f.getByTestId('metric-math').waitFor(); return f; }],
  metric: [2, async (d) => { const f = await app(d); await f.getByTestId('metric-select').selectOption('new-clients'); await f.getByTestId('metric-due').waitFor(); return f; }],
  drill: [2, async (d) => { const f = await app(d); await cell(f, 'company', 'fact').first().click(); await f.getByTestId('drill-sum').waitFor(); return f; }],
  board: [2, async (d) => { const f = await app(d); await f.getByTestId('signing-open').click(); await f.getByTestId('signing-list').locator('li').first().waitFor(); return f; }],
  counting: [1, async (d) => { const f = await settings(d, 'counting'); await f.getByTestId('lead-rule').waitFor(); return f; }],
  signing: [1, async (d) => { const f = await settings(d, 'signing'); await f.getByTestId('signing-settings').waitFor(); return f; }],
  norms: [1, async (d) => { const f = await settings(d, 'norms'); await f.getByTestId('norms-form').waitFor(); return f; }],
  acting: [1, async (d) => { const f = await settings(d, 'acting'); await f.getByTestId('acting-form').waitFor(); return f; }],
  stages: [1, async (d) => { const f = await settings(d, 'stages'); await f.getByTestId('stage-settings').waitFor(); return f; }],
  day: [7, async (d) => { const f = await app(d); await f.getByTestId('tab-day').click(); await f.getByTestId('my-day').waitFor(); return f; }],
  myplan: [7, async (d) => { const f = await app(d); await f.getByTestId('tab-my-plan').click(); await f.locator('input[type="radio"], dl').first().waitFor(); return f; }],
  forecast: [2, async (d) => { const f = await app(d); await f.getByTestId('tab-forecast').click(); await f.getByTestId('forecast-changes').locator('li').first().waitFor(); await f.getByTestId('forecast-route').locator('li li').first().waitFor(); return f; }],
  activity: [2, async (d) => { const f = await app(d); await f.getByTestId('tab-activity').click(); await f.getByTestId('activity-table').waitFor(); return f; }],
  plans: [5, async (d) => { const f = await app(d); await f.getByTestId('tab-plans').click(); await f.getByTestId('plan-cell-2026-11-department:2').waitFor(); return f; }],
  review: [2, async (d) => { const f = await app(d); await f.getByTestId('tab-review').click(); await f.getByTestId('review-planned').first().click(); await f.getByTestId('agenda-cell:revenue:person:7:2026-11').click(); await f.getByTestId('field-why').waitFor(); return f; }],
  causes: [2, async (d) => { const f = await app(d); await f.getByTestId('tab-review').click(); await f.getByTestId('place-causes').click(); await f.getByTestId('causes').waitFor(); return f; }],
  talks: [2, async (d) => { const f = await app(d); await f.getByTestId('tab-review').click(); await f.getByTestId('place-talks').click(); await f.getByTestId('talk-list').waitFor(); return f; }],
  register: [2, async (d) => { const f = await app(d); await f.getByTestId('tab-review').click(); await f.getByTestId('place-register').click(); await f.getByTestId('register').waitFor(); return f; }],
  noright: [7, async (d) => { await d.context.route('**/api/overview*', (r: any) => r.fulfill({ status: 403, contentType: 'application/json', body: JSON.stringify({ error: { code: 'forbidden', message: 'x', requestId: '7f3a-21' } }) })); const f = await app(d); await f.getByTestId('access-ask').waitFor(); await d.page.screenshot({ path: `${out}/noright-before.png` }); await f.getByTestId('access-ask').click(); await f.getByTestId('access-asked').waitFor(); return f; }],
};
const looks = (process.env['LOOKS'] ?? 'ru-light-1280,en-dark-1280,ru-light-390,en-dark-360').split(',').map((l) => l.split('-') as ['ru' | 'en', 'light' | 'dark', string]);
for (const [language, theme, width] of looks) {
  for (const name of wanted.length > 0 ? wanted : Object.keys(views)) {
    const [userId, open] = views[name]!;
    const desk = await openDesk(browser, portalUrl, { language, theme, width: 1280, height: Number(process.env['H'] ?? '900') });
    try {
      await desk.become(userId);
      const frame = await open(desk);
      await desk.page.setViewportSize({ width: Number(width), height: Number(width) < 600 ? 844 : Number(process.env['H'] ?? '900') });
      await settle(desk.page);
      await desk.page.waitForTimeout(300);
      await desk.page.screenshot({ path: `${out}/${name}-${language}-${theme}-${width}.png`, animations: 'disabled' });
      const h = await frame.locator('html').evaluate((e: any) => e.scrollHeight);
      console.log(name, language, theme, width, 'height', h, desk.complaints.length > 0 ? desk.complaints : '');
      if (process.env['PDF'] === '1') {
        const inner = desk.page.frames().at(-1)!;
        await inner.evaluate(() => 0);
      }
    } catch (e) {
      console.log('FAILED', name, language, String(e).slice(0, 600));
      await desk.page.screenshot({ path: `${out}/FAILED-${name}-${language}.png` });
    }
    await desk.close();
  }
}
await browser.close();
