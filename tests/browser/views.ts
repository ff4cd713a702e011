import type { FrameLocator } from 'playwright-core';
import { applicationFrame, cell, type Desk } from './portal-desk.ts';

const admin = 1;
const director = 2;
const head = 5;
const manager = 7;

export interface View {
  readonly name: string;
  readonly userId: number;
  /** Opens it and returns its frame when its data is there. */
  open(desk: Desk): Promise<FrameLocator>;
}

/** Every view that is looked at, measured and photographed. */
export const views: readonly View[] = [
  {
    name: 'workspace',
    userId: director,
    open: async (desk) => {
      const frame = await openApplication(desk);
      await cell(frame, 'company', 'fact').waitFor();
      // The chart comes a moment later than the numbers.
      await frame.locator('svg path[stroke-dasharray]').first().waitFor();
      return frame;
    },
  },
  {
    name: 'planning',
    userId: head,
    open: async (desk) => {
      const frame = await openApplication(desk);
      await frame.getByTestId('tab-plans').click();
      await frame.getByTestId('plan-cell-2026-11-department:2').waitFor();
      return frame;
    },
  },
  {
    name: 'plan-wizard',
    userId: director,
    open: async (desk) => {
      const frame = await openApplication(desk);
      await frame.getByTestId('tab-plans').click();
      await frame.getByTestId('open-wizard').click();
      await frame.getByTestId('wizard-next').click();
      await frame.getByTestId('step-factors').click();
      await frame.getByTestId('wizard-rationale').waitFor();
      return frame;
    },
  },
  {
    name: 'plan-dimensions',
    userId: head,
    open: async (desk) => {
      const frame = await openApplication(desk);
      await frame.getByTestId('tab-plans').click();
      await frame.getByTestId('month-next').click();
      await frame.getByTestId('plan-cell-2026-12-department:2').waitFor();
      await frame.getByTestId('open-dimensions').click();
      await frame.getByTestId('dimension-scope').selectOption('person:7');
      await frame.getByTestId('dimension-client=company:1414').waitFor();
      await frame.getByTestId('dimension-picker').waitFor();
      return frame;
    },
  },
  {
    name: 'forecast',
    userId: director,
    open: async (desk) => {
      const frame = await openApplication(desk);
      await frame.getByTestId('tab-forecast').click();
      await frame.getByTestId('forecast-changes').locator('li').first().waitFor();
      await frame.getByTestId('forecast-route').locator('li li').first().waitFor();
      return frame;
    },
  },
  {
    name: 'stages',
    userId: admin,
    open: async (desk) => {
      const frame = await openApplication(desk);
      await frame.getByTestId('tab-settings').click();
      await frame.getByTestId('settings-stages').click();
      await frame.getByTestId('stage-settings').waitFor();
      return frame;
    },
  },
  {
    name: 'plan-facts',
    userId: director,
    open: async (desk) => {
      const frame = await openApplication(desk);
      await frame.getByTestId('tab-plans').click();
      await frame.getByTestId('compare-facts').click();
      await frame.getByTestId('compare-fact-revenue-company').waitFor();
      return frame;
    },
  },
  {
    name: 'plan-conditions',
    userId: director,
    open: async (desk) => {
      const frame = await openApplication(desk);
      await frame.getByTestId('tab-plans').click();
      await frame.getByTestId('open-conditions').click();
      await frame.getByTestId('conditions-form').waitFor();
      return frame;
    },
  },
  {
    name: 'reviews',
    userId: director,
    open: async (desk) => {
      const frame = await openApplication(desk);
      await frame.getByTestId('tab-review').click();
      await frame.getByTestId('review-list').waitFor();
      return frame;
    },
  },
  {
    name: 'review',
    userId: director,
    open: async (desk) => {
      const frame = await openApplication(desk);
      await frame.getByTestId('tab-review').click();
      await frame.getByTestId('review-planned').first().click();
      await frame.getByTestId('agenda-cell:revenue:person:7:2026-11').click();
      await frame.getByTestId('field-why').waitFor();
      return frame;
    },
  },
  {
    name: 'deviations',
    userId: director,
    open: async (desk) => {
      const frame = await openApplication(desk);
      await frame.getByTestId('tab-review').click();
      await frame.getByTestId('place-register').click();
      await frame.getByTestId('deviation-cell:revenue:person:7:2026-11').waitFor();
      return frame;
    },
  },
  {
    name: 'redistribution',
    userId: director,
    open: async (desk) => {
      const frame = await openApplication(desk);
      await frame.getByTestId('tab-plans').click();
      await frame.getByTestId('open-redistribution').click();
      await frame.getByTestId('move-person:7').fill('−400');
      await frame.getByTestId('move-person:6').fill('+150');
      await frame.getByTestId('rest-to').waitFor();
      return frame;
    },
  },
  {
    name: 'talks',
    userId: director,
    open: async (desk) => {
      const frame = await openApplication(desk);
      await frame.getByTestId('tab-review').click();
      await frame.getByTestId('place-talks').click();
      await frame.getByTestId('talk-list').locator('li').first().waitFor();
      await frame.getByTestId('talk-add').click();
      await frame.getByTestId('talk-form').waitFor();
      return frame;
    },
  },
  {
    name: 'causes',
    userId: director,
    open: async (desk) => {
      const frame = await openApplication(desk);
      await frame.getByTestId('tab-review').click();
      await frame.getByTestId('place-causes').click();
      await frame.getByTestId('cause-few-calls').getByTestId('cause-rename').click();
      await frame.getByTestId('cause-new-name').waitFor();
      return frame;
    },
  },
  { name: 'deal-tab', userId: manager, open: (desk) => openDealTab(desk) },
  {
    name: 'sheet',
    userId: manager,
    open: async (desk) => {
      const frame = await openApplication(desk);
      await frame.getByTestId('tab-my-plan').click();
      await frame.locator('input[type="radio"], dl').first().waitFor();
      return frame;
    },
  },
  {
    name: 'drill-down',
    userId: director,
    open: async (desk) => {
      const frame = await openApplication(desk);
      await cell(frame, 'company', 'fact').first().click();
      await frame.getByTestId('drill-sum').waitFor();
      return frame;
    },
  },
  {
    name: 'metric-math',
    userId: director,
    open: async (desk) => {
      const frame = await openApplication(desk);
      await frame.getByTestId('metric-select').selectOption('calls');
      await frame.getByTestId('metric-due').click();
      await frame.getByTestId('metric-math').waitFor();
      return frame;
    },
  },
  {
    name: 'signing-board',
    userId: director,
    open: async (desk) => {
      const frame = await openApplication(desk);
      await frame.getByTestId('signing-open').click();
      await frame.getByTestId('signing-list').locator('li').first().waitFor();
      return frame;
    },
  },
  {
    name: 'deal-widget',
    userId: head,
    open: async (desk) => {
      await desk.open('/crm/deal/details/1847/');
      await desk.page.getByTestId('toolbar-CRM_DEAL_DETAIL_TOOLBAR').click();
      const frame = applicationFrame(desk.page, 'CRM_DEAL_DETAIL_TOOLBAR');
      await frame.locator('ol.ladder').waitFor();
      return frame;
    },
  },
  { name: 'lead-tab', userId: director, open: (desk) => openLeadTab(desk) },
  {
    name: 'my-day',
    userId: manager,
    open: async (desk) => {
      const frame = await openApplication(desk);
      await frame.getByTestId('tab-day').click();
      await frame.getByTestId('my-day').waitFor();
      return frame;
    },
  },
  { name: 'counting', userId: admin, open: (desk) => openSettings(desk, 'counting', 'lead-rule') },
  { name: 'signing-settings', userId: admin, open: (desk) => openSettings(desk, 'signing', 'signing-settings') },
  { name: 'norms', userId: admin, open: (desk) => openSettings(desk, 'norms', 'norms-form') },
  { name: 'acting-heads', userId: admin, open: (desk) => openSettings(desk, 'acting', 'acting-form') },
  {
    name: 'data-health',
    userId: admin,
    open: async (desk) => {
      const frame = await openApplication(desk);
      await frame.getByTestId('tab-settings').click();
      await frame.getByTestId('data-health').waitFor();
      return frame;
    },
  },
];

async function openApplication(desk: Desk): Promise<FrameLocator> {
  await desk.open('/crm/deal/list/');
  await desk.page.getByTestId('menu-application').click();
  return applicationFrame(desk.page);
}

async function openSettings(desk: Desk, page: string, shown: string): Promise<FrameLocator> {
  const frame = await openApplication(desk);
  await frame.getByTestId('tab-settings').click();
  await frame.getByTestId(`settings-${page}`).click();
  await frame.getByTestId(shown).waitFor();
  return frame;
}

/** A lead that somebody called in time. */
async function openLeadTab(desk: Desk): Promise<FrameLocator> {
  await desk.open('/crm/lead/details/112/');
  await desk.page.getByTestId('tab-CRM_LEAD_DETAIL_TAB').click();
  const frame = applicationFrame(desk.page, 'CRM_LEAD_DETAIL_TAB');
  await frame.getByTestId('contact-weeks').waitFor();
  return frame;
}

export async function openDealTab(desk: Desk): Promise<FrameLocator> {
  await desk.open('/crm/deal/details/1847/');
  await desk.page.getByTestId('tab-CRM_DEAL_DETAIL_TAB').click();
  const frame = applicationFrame(desk.page, 'CRM_DEAL_DETAIL_TAB');
  await frame.locator('ol.ladder').waitFor();
  return frame;
}
