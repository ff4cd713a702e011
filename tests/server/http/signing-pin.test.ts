import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getSheet, signSheet, type Receipt } from '#contract/acknowledgement.ts';
import { getSigningPin, listSigningPins, resetSigningPin, setSigningPin } from '#contract/signing-pin.ts';
import { hashText } from '#ledger/entry.ts';
import { openAndRead } from '#support/sheet-acts.ts';
import { until } from '#support/until.ts';
import { startSentPlans, type SentPlans } from './sent-plan.ts';

const pin = '702418';
const dayMs = 86_400_000;
let plans: SentPlans;

beforeAll(async () => {
  plans = await startSentPlans();
  await plans.setRules({ level: 'L2' });
});
afterAll(() => plans.service.stop());
beforeEach(async () => {
  await plans.portal.transaction((tx) => tx.db.deleteFrom('signing_pin').execute());
  await plans.sendNext();
});

async function set(value = pin, more: { earlierPin?: string } = {}): Promise<number> {
  const { agreement } = await plans.employee.call(getSigningPin, {});
  return (await plans.employee.ask(setSigningPin, { pin: value, agreementHash: agreement.hash, ...more })).status;
}

async function sign(asked?: string): Promise<{ status: number; body: unknown }> {
  const { challengeId, planHash } = await openAndRead(plans.employee, plans.sheet());
  return plans.employee.ask(signSheet, {
    ...plans.sheet(),
    challengeId,
    planHash,
    decision: 'signed',
    ...(asked === undefined ? {} : { pin: asked }),
  });
}

/** As if it had been set earlier. */
async function growOld(): Promise<void> {
  const setAt = new Date(plans.service.clock.now.getTime() - dayMs);
  await plans.portal.transaction((tx) => tx.db.updateTable('signing_pin').set({ set_at: setAt }).execute());
}

async function unlock(): Promise<void> {
  await plans.portal.transaction((tx) =>
    tx.db
      .updateTable('signing_pin')
      .set({ locked_until: new Date(0) })
      .execute(),
  );
}

describe('a signing PIN', () => {
  it('is set by the person after the agreement, both of which stand in the ledger, and neither shows the PIN', async () => {
    const before = await plans.employee.call(getSigningPin, {});
    expect(before).toMatchObject({ isAsked: true, isSet: false, triesLeft: 0 });
    expect(before.agreement.text).toContain('63-ФЗ');
    expect(before.agreement.text).toContain('юрист');
    expect((await plans.employee.ask(setSigningPin, { pin, agreementHash: 'a'.repeat(64) })).status).toBe(409);
    expect(await set()).toBe(200);
    expect(await plans.employee.call(getSigningPin, {})).toMatchObject({ isSet: true, triesLeft: 5, lockedUntil: null });
    expect((await plans.entries('agreement.accepted')).at(-1)?.body).toEqual({
      agreementVersion: 1,
      textSha256: hashText(before.agreement.text),
    });
    expect((await plans.entries('pin.set')).at(-1)).toMatchObject({ actor: { uid: String(plans.people.employee), role: 'employee' } });
    await until(
      async () => (await plans.portal.notices(plans.people.employee)).some((text) => text.includes('ПИН-код подписи')),
      'the word of it',
    );
    const rows = await plans.portal.transaction((tx) => tx.db.selectFrom('signing_pin').selectAll().execute());
    expect(JSON.stringify([rows.map(({ hash, salt }) => [hash, salt]), await plans.entries('pin.set')])).not.toContain(pin);
  });

  it('that is guessed too easily is refused, and a change asks for the earlier one', async () => {
    for (const weak of ['000000', '123456', '987654', '121212', '123123']) expect([weak, await set(weak)]).toEqual([weak, 400]);
    await set();
    expect(await set('518204')).toBe(403);
    expect(await set('518204', { earlierPin: '111112' })).toBe(403);
    expect(await set('518204', { earlierPin: pin })).toBe(200);
  });

  it('is asked for with a signature, which is recorded with its level', async () => {
    expect((await sign()).status).toBe(403);
    await set();
    expect((await sign()).status).toBe(403);
    expect((await sign('702419')).status).toBe(403);
    expect((await plans.employee.call(getSheet, plans.sheet())).receipt).toBeNull();
    await growOld();
    const answer = await sign(pin);
    expect(answer.body).toMatchObject({ level: 'L2' });
    expect((await plans.entries('plan.signed')).at(-1)?.actor).toMatchObject({ level: 'L2' });
    expect(await plans.employee.call(getSigningPin, {})).toMatchObject({ triesLeft: 5 });
  });

  it('counts as a session within its first day', async () => {
    await set();
    const receipt = (await sign(pin)).body as Receipt;
    expect(receipt.level).toBe('L1');
    expect((await plans.employee.call(getSheet, plans.sheet())).receipt).toEqual(receipt);
  });

  it('brings the same receipt when the same request is sent many times at once, and no try is lost', async () => {
    await set();
    const { challengeId, planHash } = await openAndRead(plans.employee, plans.sheet());
    const request = { ...plans.sheet(), challengeId, planHash, decision: 'signed' as const, pin };
    const answers = await Promise.all(Array.from({ length: 12 }, () => plans.employee.ask(signSheet, request)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.status).toBe(200);
    expect(await plans.employee.call(getSigningPin, {})).toMatchObject({ triesLeft: 5 });
  });
});

describe('T29: wrong tries', () => {
  it('lock the PIN after five, also when they come at once, and even the right one waits', async () => {
    await set();
    const { challengeId, planHash } = await openAndRead(plans.employee, plans.sheet());
    const request = { ...plans.sheet(), challengeId, planHash, decision: 'signed' as const };
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => plans.employee.ask(signSheet, { ...request, pin: `70242${n}` })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([403, 403, 403, 403, 403, 429, 429, 429]);
    expect((await plans.employee.ask(signSheet, { ...request, pin })).status).toBe(429);
    const locked = await plans.employee.call(getSigningPin, {});
    expect(locked.triesLeft).toBe(0);
    expect(Date.parse(locked.lockedUntil ?? '')).toBeGreaterThan(plans.service.clock.now.getTime());
  });

  it('after a lock get one try and a longer lock', async () => {
    await set();
    for (let n = 0; n < 5; n += 1) await sign(`70242${n}`);
    const first = Date.parse((await plans.employee.call(getSigningPin, {})).lockedUntil ?? '') - plans.service.clock.now.getTime();
    await unlock();
    expect((await sign('702429')).status).toBe(403);
    const second = Date.parse((await plans.employee.call(getSigningPin, {})).lockedUntil ?? '') - plans.service.clock.now.getTime();
    expect(second).toBeGreaterThan(first + 600_000);
    await unlock();
    expect((await sign(pin)).status).toBe(200);
  });
});

describe('T29: an administrator', () => {
  it('resets a PIN without seeing it; the ledger names who did it and the person hears of it', async () => {
    const { admin, head, people, portal } = plans;
    await set();
    const userId = String(people.employee);
    expect((await admin.call(listSigningPins, {})).people.find((person) => person.userId === userId)).toMatchObject({ isSet: true });
    expect((await head.ask(resetSigningPin, { userId })).status).toBe(403);
    const after = await admin.call(resetSigningPin, { userId });
    expect(after.people.find((person) => person.userId === userId)).toMatchObject({ isSet: false, setAt: null });
    expect((await admin.ask(resetSigningPin, { userId })).status).toBe(409);
    expect((await plans.entries('pin.reset')).at(-1)).toMatchObject({
      actor: { uid: String(people.admin), role: 'administrator' },
      body: { employee: userId },
    });
    await until(async () => (await portal.notices(people.employee)).some((text) => text.includes('сброшен')), 'the person to hear of it');
    expect(await set()).toBe(200);
    // A day later it is still no proof: the administrator could have set it.
    await growOld();
    expect((await sign(pin)).body).toMatchObject({ level: 'L1' });
  });
});

describe('T31: a session that the portal has given to somebody else', () => {
  it('signs nothing without the PIN, sets no other one, and is called a session where no PIN is asked', async () => {
    const { people, portal } = plans;
    await set();
    await growOld();
    // The portal vouches for whom it likes: to us it is the employee.
    const impostor = await portal.open(people.employee);
    const { challengeId, planHash } = await openAndRead(impostor, plans.sheet());
    const request = { ...plans.sheet(), challengeId, planHash, decision: 'signed' as const };
    const before = (await plans.entries('plan.signed')).length;
    expect((await impostor.ask(signSheet, request)).status).toBe(403);
    expect((await impostor.ask(signSheet, { ...request, pin: '702419' })).status).toBe(403);
    const { agreement } = await impostor.call(getSigningPin, {});
    expect((await impostor.ask(setSigningPin, { pin: '918273', agreementHash: agreement.hash })).status).toBe(403);
    expect(await plans.entries('plan.signed')).toHaveLength(before);
    expect((await sign(pin)).body).toMatchObject({ level: 'L2' });
    await plans.setRules({ level: 'L1' });
    await plans.sendNext();
    expect((await sign()).body).toMatchObject({ level: 'L1' });
    expect((await plans.entries('plan.signed')).at(-1)?.actor).toMatchObject({ level: 'L1' });
    await plans.setRules({ level: 'L2' });
  });
});
