import axios from 'axios';
import { http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin, fieldOf, openInstalledPortal, registration } from './portal-under-test.ts';

const portalOrigin = 'https://company.bitrix24.test';
const oauthOrigin = 'https://oauth.bitrix24.test';
const portal = openInstalledPortal({ portalOrigin, oauthOrigin });
const server = setupServer(
  http.all(`${portalOrigin}/*`, ({ request }) => portal.emulator.handle(request)),
  http.all(`${oauthOrigin}/*`, ({ request }) => portal.emulator.handle(request)),
);

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterAll(() => server.close());

const { fields } = portal.emulator.openFrame({ userId: admin, placement: 'DEFAULT' });

describe('an emulator that MSW hosts', () => {
  it('answers a client at addresses of a real portal', async () => {
    const auth = fieldOf(fields, 'AUTH_ID');
    const { data, headers } = await axios.post(`${portalOrigin}/rest//crm.deal.get`, { id: 7, auth });
    expect(data).toMatchObject({ result: { ID: '7', TITLE: 'Сделка 7' }, time: { operating: expect.any(Number) } });
    expect(headers['content-type']).toContain('application/json');
  });

  it('exchanges tokens as a form and refuses with the status of the refusal', async () => {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: registration.clientId,
      client_secret: registration.clientSecret,
      refresh_token: fieldOf(fields, 'REFRESH_ID'),
    });
    const { data } = await axios.post(`${oauthOrigin}/oauth/token/`, form);
    expect(data).toMatchObject({ client_endpoint: `${portalOrigin}/rest/`, user_id: admin });
    const again = await axios.post(`${oauthOrigin}/oauth/token/`, form, { validateStatus: () => true });
    expect([again.status, again.data]).toMatchObject([400, { error: 'invalid_grant' }]);
  });

  it('takes a batch as JSON and a webhook without a body', async () => {
    const webhook = portal.emulator.makeWebhook(admin);
    const { data } = await axios.post(`${webhook}batch`, { cmd: { me: 'profile', deal: 'crm.deal.get?id=$result[me][ID]' } });
    expect(data).toMatchObject({ result: { result: { me: { ID: '1' }, deal: { ID: '1' } }, result_error: [] } });
    expect((await axios.get(`${webhook}profile`)).data).toMatchObject({ result: { ADMIN: true } });
  });
});
