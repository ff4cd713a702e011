import { describe, expect, it } from 'vitest';
import { findPhone } from '#portal/client-phone.ts';

const phones = (...values: string[]) => [
  { ID: '1', PHONE: values.map((VALUE) => ({ ID: '1', VALUE_TYPE: 'WORK', VALUE, TYPE_ID: 'PHONE' })) },
];

/** Answers of a portal; what the viewer may not see has no rows. */
function portalOf(deals: readonly object[], clients: Readonly<Record<string, readonly object[]>> = {}) {
  const asked: unknown[] = [];
  const call = async (method: string, params: Record<string, unknown>): Promise<unknown> => {
    asked.push([method, params['filter']]);
    return method === 'crm.item.list' ? { items: deals } : (clients[method] ?? []);
  };
  return { asked, call };
}

describe('the number of a deal’s client', () => {
  it('is the contact’s, and the company’s where the contact has none', async () => {
    const both = portalOf([{ contactId: 5, companyId: 9 }], {
      'crm.contact.list': phones(' +70001 '),
      'crm.company.list': phones('+70002'),
    });
    expect(await findPhone(both.call, '1847')).toBe('+70001');
    expect(both.asked).toEqual([
      ['crm.item.list', { '@id': [1847] }],
      ['crm.contact.list', { ID: 5 }],
    ]);
    const company = portalOf([{ contactId: 5, companyId: '9' }], {
      'crm.contact.list': [{ ID: '5' }],
      'crm.company.list': phones('', '+70002'),
    });
    expect(await findPhone(company.call, '1847')).toBe('+70002');
  });

  it('is none where the deal has no client or the viewer sees neither', async () => {
    for (const deals of [[], [{ contactId: 0, companyId: null }], [{ contactId: 5, companyId: 9 }]]) {
      expect(await findPhone(portalOf(deals).call, '1847')).toBeNull();
    }
  });

  it('is not taken from an answer of another shape', async () => {
    await expect(findPhone(portalOf([{ contactId: 'x' }]).call, '1847')).rejects.toThrow(/invalid/i);
  });
});
