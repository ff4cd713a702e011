import { describe, expect, it } from 'vitest';
import { findPhone } from '#portal/client-phone.ts';

const phone = (value: string) => ({ id: 1, typeId: 'PHONE', valueType: 'WORK', value });
const mail = { id: 2, typeId: 'EMAIL', valueType: 'WORK', value: 'a@example.com' };

/** Answers of a portal by the type of record; what the viewer may not see has no rows. */
function portalOf(records: Readonly<Record<number, readonly object[]>>) {
  const asked: unknown[] = [];
  const call = async (method: string, params: Record<string, unknown>): Promise<unknown> => {
    asked.push([method, params['entityTypeId'], params['filter']]);
    return { items: records[Number(params['entityTypeId'])] ?? [] };
  };
  return { asked, call };
}

describe('the number of a deal’s client', () => {
  it('is the contact’s, and the company’s where the contact has none', async () => {
    const both = portalOf({ 2: [{ contactId: 5, companyId: 9 }], 3: [{ fm: [mail, phone(' +70001 ')] }], 4: [{ fm: [phone('+70002')] }] });
    expect(await findPhone(both.call, '1847')).toBe('+70001');
    expect(both.asked).toEqual([
      ['crm.item.list', 2, { '@id': [1847] }],
      ['crm.item.list', 3, { '@id': [5] }],
    ]);
    const company = portalOf({ 2: [{ contactId: 5, companyId: '9' }], 3: [{ fm: [mail] }], 4: [{ fm: [phone(''), phone('+70002')] }] });
    expect(await findPhone(company.call, '1847')).toBe('+70002');
  });

  it('is none where the deal has no client or the viewer sees neither', async () => {
    for (const deals of [[], [{ contactId: 0, companyId: null }], [{ contactId: 5, companyId: 9 }]]) {
      expect(await findPhone(portalOf({ 2: deals }).call, '1847')).toBeNull();
    }
  });

  it('is not taken from an answer of another shape', async () => {
    await expect(findPhone(async () => ({ items: [{ contactId: 'x' }] }), '1847')).rejects.toThrow(/invalid/i);
  });
});
