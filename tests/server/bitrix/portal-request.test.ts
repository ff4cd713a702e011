import { describe, expect, it } from 'vitest';
import { parsePortalEvent, parsePortalRequest, toHints } from '#bitrix/portal-request.ts';

const memberId = 'a223c6b3710f85df22e9377d6c4f7553';
const body = {
  AUTH_ID: 'access',
  REFRESH_ID: 'refresh',
  SERVER_ENDPOINT: 'https://oauth.bitrix.info/rest/',
  APPLICATION_TOKEN: 'app-token',
  APPLICATION_SCOPE: 'crm,placement',
  member_id: memberId,
  status: 'L',
  PLACEMENT: 'CRM_DEAL_DETAIL_TAB',
  PLACEMENT_OPTIONS: '{"ID":"18237","URI":"/crm/deal/details/18237/"}',
};
const query = { DOMAIN: 'portal.bitrix24.ru', PROTOCOL: '1', LANG: 'ru', APP_SID: 'x'.repeat(32), at: 'CRM_DEAL_DETAIL_TAB' };

describe('what Bitrix24 posts into a frame', () => {
  it('is read from query and body', () => {
    expect(parsePortalRequest(query, body)).toEqual({
      kind: 'parsed',
      value: {
        memberId,
        domain: 'portal.bitrix24.ru',
        language: 'ru',
        appSid: 'x'.repeat(32),
        accessToken: 'access',
        refreshToken: 'refresh',
        serverEndpoint: 'https://oauth.bitrix.info/rest/',
        applicationToken: 'app-token',
        scopes: ['crm', 'placement'],
        status: 'L',
        placement: 'CRM_DEAL_DETAIL_TAB',
        placementOptions: { ID: '18237', URI: '/crm/deal/details/18237/' },
      },
    });
  });

  it('may be the short form of an older portal', () => {
    const parsed = parsePortalRequest(query, { AUTH_ID: '', member_id: memberId, PLACEMENT: 'DEFAULT' });
    expect(parsed).toMatchObject({
      kind: 'parsed',
      value: { accessToken: null, refreshToken: null, applicationToken: null, placementOptions: {} },
    });
  });

  it.each([
    ['no member id', { ...body, member_id: undefined }],
    ['a member id with a quote', { ...body, member_id: "a' or 1=1" }],
    ['a list instead of a text', { ...body, AUTH_ID: ['a', 'b'] }],
    ['an object instead of a text', { ...body, member_id: { $ne: '' } }],
    ['a token without end', { ...body, AUTH_ID: 'x'.repeat(5000) }],
    ['options that are not JSON', { ...body, PLACEMENT_OPTIONS: '{"ID":' }],
    ['options without end', { ...body, PLACEMENT_OPTIONS: JSON.stringify({ ID: 'x'.repeat(9000) }) }],
    ['a placement with markup', { ...body, PLACEMENT: '<script>' }],
    ['nothing', undefined],
    ['a text', 'member_id'],
  ])('with %s is malformed', (_, malformed) => {
    expect(parsePortalRequest(query, malformed).kind).toBe('malformed');
  });

  it('keeps only plain values of the options', () => {
    const parsed = parsePortalRequest(query, { ...body, PLACEMENT_OPTIONS: '{"ID":7,"deep":{"a":1},"list":[1]}' });
    expect(parsed).toMatchObject({ value: { placementOptions: { ID: '7' } } });
    expect(parsePortalRequest(query, { ...body, PLACEMENT_OPTIONS: '[]' })).toMatchObject({ value: { placementOptions: {} } });
  });
});

describe('an event', () => {
  const event = (name: string, data: unknown) => {
    const parsed = parsePortalEvent({ event: name, data, ts: '1736405807', auth: { member_id: memberId, application_token: 'app-token' } });
    if (parsed.kind === 'malformed') throw new Error(parsed.faults.join(', '));
    return parsed.value;
  };

  it('of a deal names the record to read again', () => {
    for (const name of ['ONCRMDEALADD', 'onCrmDealUpdate', 'ONCRMDEALDELETE', 'ONCRMDEALMOVETOCATEGORY']) {
      expect(toHints(event(name, { FIELDS: { ID: '759' } }))).toEqual([{ entity: 'deal', recordId: 759n }]);
    }
  });

  it('of leads, quotes, invoices and tasks names them', () => {
    const one = { FIELDS: { ID: '5' } };
    expect(toHints(event('ONCRMLEADUPDATE', one))).toEqual([{ entity: 'lead', recordId: 5n }]);
    expect(toHints(event('ONCRMQUOTEDELETE', one))).toEqual([{ entity: 'quote', recordId: 5n }]);
    expect(toHints(event('ONCRMDYNAMICITEMUPDATE', { FIELDS: { ID: '5', ENTITY_TYPE_ID: '31' } }))).toEqual([
      { entity: 'invoice', recordId: 5n },
    ]);
    expect(toHints(event('ONTASKADD', { FIELDS_BEFORE: 'undefined', FIELDS_AFTER: { ID: '5' } }))).toEqual([
      { entity: 'task', recordId: 5n },
    ]);
    expect(toHints(event('ONTASKDELETE', { FIELDS_BEFORE: { ID: '5' }, FIELDS_AFTER: 'undefined' }))).toEqual([
      { entity: 'task', recordId: 5n },
    ]);
  });

  it('of telephony asks for new calls and for the activity of this one', () => {
    expect(toHints(event('ONVOXIMPLANTCALLEND', { CALL_ID: 'abc', CRM_ACTIVITY_ID: '12' }))).toEqual([
      { entity: 'call', recordId: 0n },
      { entity: 'activity', recordId: 12n },
    ]);
    expect(toHints(event('ONVOXIMPLANTCALLEND', { CALL_ID: 'abc' }))).toEqual([{ entity: 'call', recordId: 0n }]);
  });

  it('of anything else, or without a sound id, hints at nothing', () => {
    expect(toHints(event('ONCRMCONTACTADD', { FIELDS: { ID: '1' } }))).toEqual([]);
    expect(toHints(event('ONCRMDYNAMICITEMADD', { FIELDS: { ID: '1', ENTITY_TYPE_ID: '1046' } }))).toEqual([]);
    expect(toHints(event('ONTASKUPDATE', { FIELDS_BEFORE: 'undefined', FIELDS_AFTER: 'undefined' }))).toEqual([]);
    for (const ID of ['0', '-1', '1e9', '', { a: 1 }, '9'.repeat(30)])
      expect(toHints(event('ONCRMDEALUPDATE', { FIELDS: { ID } }))).toEqual([]);
    expect(toHints(event('ONCRMDEALUPDATE', undefined))).toEqual([]);
  });

  it('without an application token is malformed', () => {
    expect(parsePortalEvent({ event: 'ONCRMDEALUPDATE', auth: { member_id: memberId } }).kind).toBe('malformed');
    expect(parsePortalEvent({ event: 'ONCRMDEALUPDATE', auth: { member_id: memberId, application_token: ['a'] } }).kind).toBe('malformed');
    expect(parsePortalEvent(undefined).kind).toBe('malformed');
  });
});
