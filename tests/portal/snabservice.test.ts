import { describe, expect, it } from 'vitest';
import { sheetAnswers, planVersions } from '#demo/plans.ts';
import type { PortalDeal } from '#portal-emulator/portal-data.ts';
import { people } from '#portal-emulator/scenarios/people.ts';
import { createSnabservice } from '#portal-emulator/scenarios/snabservice.ts';

const portal = createSnabservice();
const now = '2026-11-16T07:42:00Z';
const novemberStart = '2026-10-31T21:00:00Z';
const thousands = (rows: readonly { amount: string }[]) => rows.reduce((sum, { amount }) => sum + Number(amount), 0) / 1000;
const dealStages = portal.statuses.filter(({ entityId }) => entityId.startsWith('DEAL_STAGE'));
const semanticsOf = new Map(dealStages.map(({ statusId, semantics }) => [statusId, semantics]));
const stageNames = new Map(dealStages.map(({ statusId, name }) => [statusId, name]));
const stageOf = (deal: PortalDeal) => stageNames.get(deal.stageId) ?? '';
const dealById = new Map(portal.deals.map((deal) => [deal.id, deal]));
const open = portal.deals.filter((deal) => semanticsOf.get(deal.stageId) === 'P');
const winAt = new Map(portal.stageHistory.filter(({ semantics }) => semantics === 'S').map(({ dealId, at }) => [dealId, at]));
const teams = { wholesale: [5, 6, 7, 8, 9, 18], keys: [10, 11, 12, 13], fresh: [14, 15, 16, 17] };
const wonBetween = (from: string, before: string) =>
  portal.deals.filter((deal) => {
    const at = winAt.get(deal.id) ?? '';
    return at >= from && at < before;
  });
const byPerson = (rows: readonly PortalDeal[]) =>
  Object.fromEntries(Object.values(people).map((id) => [id, thousands(rows.filter((deal) => deal.responsibleId === id))]));

describe('clients that the plans of the demo name', () => {
  it('are companies of its portal by the same name, and make up the revenue of their person', () => {
    const titles = new Map(createSnabservice().companies.map(({ id, title }) => [`company:${id}`, title]));
    const named = planVersions.flatMap(({ people: targets }) => targets).filter(({ clients }) => clients !== undefined);
    expect(named.length).toBeGreaterThan(0);
    for (const { clients = [], revenue } of named) {
      expect(clients.reduce((total, client) => total + client.revenue, 0)).toBe(revenue);
      for (const { client, title } of clients) expect(titles.get(client) ?? client.replace('group:', '')).toBe(title);
    }
  });
});

describe('the people of «Снабсервис»', () => {
  it('are sixteen in three departments, with stories in the order of the switch', () => {
    expect(portal.users).toHaveLength(16);
    expect(portal.users.filter(({ story }) => story !== undefined).map(({ name, lastName }) => `${name} ${lastName}`)).toEqual([
      'Марина Ковалёва',
      'Иван Петров',
      'Павел Жуков',
      'Виктор Сомов',
      'Наталья Ильина',
    ]);
    expect(portal.users.filter(({ isAdmin }) => isAdmin).map(({ id }) => id)).toEqual([people.ilyina]);
    expect(portal.departments.map(({ name, headId }) => [name, headId])).toEqual([
      ['Снабсервис', people.somov],
      ['Оптовые продажи', people.kovaleva],
      ['Ключевые клиенты', people.akhmetov],
      ['Новые клиенты', people.lapin],
    ]);
  });

  it('sell in three pipelines of ten stages each', () => {
    expect(portal.categories.map(({ name }) => name)).toEqual(['Оптовые продажи', 'Ключевые клиенты', 'Новые клиенты']);
    for (const entityId of ['DEAL_STAGE', 'DEAL_STAGE_1', 'DEAL_STAGE_2']) {
      const names = portal.statuses.filter((status) => status.entityId === entityId).map(({ name }) => name);
      expect(names.join(', ')).toBe(
        'Заявка, Встреча, КП на рассмотрении, Переговоры, Договор, Счёт, Оплата, Выполнение, Закрыта, Проиграна',
      );
    }
    for (const deal of portal.deals) {
      const [team] = Object.values(teams).flatMap((ids, index) => (ids.includes(deal.responsibleId) ? [index] : []));
      expect(deal.categoryId).toBe(team);
    }
  });
});

describe('the fact', () => {
  it('of November is that of the matrix, person by person', () => {
    const won = wonBetween(novemberStart, now);
    expect(byPerson(won)).toEqual({
      1: 0,
      2: 0,
      5: 180,
      6: 900,
      7: 1620,
      18: 610,
      8: 1490,
      9: 2940,
      11: 1390,
      12: 1700,
      10: 1960,
      13: 2710,
      15: 950,
      16: 990,
      14: 1180,
      17: 1540,
    });
    expect(thousands(won)).toBe(20_160);
  });

  it('does not grow after 13 November', () => {
    expect(wonBetween('2026-11-13T21:00:00Z', '2099-01-01T00:00:00Z')).toEqual([]);
  });

  it('follows the curve of the pace chart within 60 thousand', () => {
    const ends = { '02': 1900, '03': 3900, '05': 6400, '06': 8700, '09': 11_200, '10': 14_100, '11': 16_000, '12': 18_300, '13': 20_160 };
    for (const [day, expected] of Object.entries(ends)) {
      const sum = thousands(wonBetween(novemberStart, `2026-11-${day}T21:00:00Z`));
      expect(Math.abs(sum - expected), `${day} November: ${sum}`).toBeLessThanOrEqual(60);
    }
  });

  it('of August to October averages 40,00 million, of Petrov 4,16', () => {
    const autumn = wonBetween('2026-07-31T21:00:00Z', novemberStart);
    expect(thousands(autumn) / 3).toBe(40_000);
    expect(thousands(autumn.filter(({ responsibleId }) => responsibleId === people.petrov)) / 3).toBe(4160);
  });
});

describe('open deals', () => {
  const categories = [
    ['Счёт', 'Оплата', 'Выполнение'],
    ['Договор', 'Переговоры'],
    ['Заявка', 'Встреча', 'КП на рассмотрении'],
  ];
  const due = open.filter(({ closeDate }) => closeDate !== null && closeDate >= '2026-11-01' && closeDate <= '2026-11-30');
  const sums = (ids: readonly number[]) =>
    categories.map((names) => thousands(due.filter((deal) => ids.includes(deal.responsibleId) && names.includes(stageOf(deal)))));

  it('due in November have the sums of the forecast', () => {
    expect(thousands(due)).toBe(39_840);
    expect(sums(Object.values(teams).flat())).toEqual([9440, 14_350, 16_050]);
    expect(sums(teams.wholesale)).toEqual([3070, 6470, 6230]);
    expect(sums(teams.keys)).toEqual([4500, 5000, 6900]);
    expect(sums(teams.fresh)).toEqual([1870, 2880, 2920]);
  });

  it.each([
    [people.sokolova, [900, 1300, 1600]],
    [people.belova, [620, 1250, 880]],
    [people.petrov, [1100, 2600, 1050]],
    [people.galiev, [150, 420, 800]],
    [people.orlov, [300, 900, 1900]],
    [people.kovaleva, [0, 0, 0]],
    [people.nikitina, [1900, 1600, 1900]],
  ])('of person %i due in November are %j', (person, expected) => {
    expect(sums([person])).toEqual(expected);
  });

  it('past their close date are five, 1,86 million', () => {
    const overdue = open.filter(({ closeDate }) => closeDate !== null && closeDate < '2026-11-16');
    expect(overdue).toHaveLength(5);
    expect(thousands(overdue)).toBe(1860);
    expect(overdue.every(({ closeDate }) => (closeDate ?? '') >= '2026-11-02')).toBe(true);
  });

  it('lack an amount 42 times and a close date 18 times', () => {
    expect(open.filter(({ amount }) => Number(amount) === 0)).toHaveLength(42);
    expect(open.filter(({ closeDate }) => closeDate === null)).toHaveLength(18);
  });

  it('begin with the list of the portal, newest change first', () => {
    const companies = new Map(portal.companies.map(({ id, title }) => [id, title]));
    const surnames = new Map(portal.users.map(({ id, lastName }) => [id, lastName]));
    const list = open.toSorted((left, right) => right.modifiedAt.localeCompare(left.modifiedAt)).slice(0, 12);
    expect(
      list.map((deal) => [
        deal.title,
        stageOf(deal),
        companies.get(deal.companyId ?? 0),
        Number(deal.amount),
        surnames.get(deal.responsibleId),
      ]),
    ).toEqual([
      ['Поставка СИЗ, завод «Прогресс»', 'Договор', 'Завод «Прогресс»', 2_400_000, 'Петров'],
      ['Метизы, годовой контракт', 'Счёт', '«Агромаш»', 1_900_000, 'Никитина'],
      ['Кабель ВВГ', 'Договор', '«СтройМонтаж»', 1_150_000, 'Белова'],
      ['Перчатки, партия ноября', 'Счёт', '«УралТехСнаб»', 1_100_000, 'Петров'],
      ['Инструмент аккумуляторный', 'Переговоры', '«ВолгаРемСервис»', 1_300_000, 'Жуков'],
      ['Светильники, ТЦ «Полюс»', 'Переговоры', 'ТЦ «Полюс»', 650_000, 'Орлов'],
      ['Каски и щитки', 'КП на рассмотрении', '«Автодор-Сервис»', 650_000, 'Петров'],
      ['Крепёж, первая партия', 'Встреча', '«СеверСтрой»', 280_000, 'Фомина'],
      ['Спецодежда зимняя', 'Договор', '«ТеплоЭнерго»', 970_000, 'Соколова'],
      ['Насосы, сервисный запас', 'Оплата', '«Водоканал-2»', 1_420_000, 'Ахметов'],
      ['Лакокраска, проба', 'Заявка', '«Мебель-Юг»', 190_000, 'Кузьмин'],
      ['Подшипники', 'Переговоры', '«Агромаш»', 540_000, 'Ерёмина'],
    ]);
    expect(list.slice(2).map(({ closeDate }) => closeDate?.slice(5))).toEqual(
      '11-20 11-18 11-30 11-26 11-24 11-23 11-19 11-16 11-30 11-27'.split(' '),
    );
  });
});

describe('deal № 1847', () => {
  const deal = dealById.get(1847);
  const touches = portal.activities.filter(({ ownerTypeId, ownerId }) => ownerTypeId === 2 && ownerId === 1847);

  it('came in July and has been at the contract since 7 November', () => {
    expect(deal).toMatchObject({
      title: 'Поставка СИЗ, завод «Прогресс»',
      closeDate: '2026-11-27',
      isRepeat: true,
      responsibleId: people.petrov,
    });
    const steps = portal.stageHistory.filter(({ dealId }) => dealId === 1847);
    expect(steps.map(({ typeId }) => typeId)).toEqual([1, 2, 2, 2, 2]);
    expect(steps[0]?.at.slice(0, 7)).toBe('2026-07');
    expect(steps.at(-1)?.at.slice(0, 10)).toBe('2026-11-07');
    expect(Math.floor((Date.parse(now) - Date.parse(deal?.movedAt ?? '')) / 86_400_000)).toBe(9);
  });

  it('was last called on 6 November for four minutes and waits for a meeting tomorrow at 11:00', () => {
    const last = touches.filter(({ isCompleted }) => isCompleted).at(-1);
    expect(last).toMatchObject({ typeId: 2, direction: 2, startAt: '2026-11-06T12:24:00Z' });
    expect(portal.calls.find(({ activityId }) => activityId === last?.id)).toMatchObject({ seconds: 240, type: 1, code: '200', userId: 7 });
    expect(touches.filter(({ isCompleted }) => !isCompleted)).toMatchObject([
      { typeId: 1, subject: 'Встреча с отделом закупок', startAt: '2026-11-17T08:00:00Z' },
    ]);
  });

  it('belongs to a client with three won deals', () => {
    expect(portal.deals.filter(({ companyId, id }) => companyId === deal?.companyId && winAt.has(id))).toHaveLength(3);
  });
});

describe('calls', () => {
  const counted = (from: string, before: string) =>
    portal.calls.filter(
      ({ type, seconds, code, startedAt }) =>
        [1, 2, 3].includes(type) && seconds > 30 && code === '200' && startedAt >= from && startedAt < before,
    );
  const perPerson = (rows: readonly { userId: number }[]) =>
    Object.fromEntries(Object.values(people).map((id) => [id, rows.filter(({ userId }) => userId === id).length]));

  it('longer than 30 s from 1 to 13 November are those of the matrix', () => {
    const rows = counted(novemberStart, '2026-11-13T21:00:00Z');
    expect(perPerson(rows)).toEqual({
      1: 0,
      2: 0,
      5: 0,
      6: 121,
      7: 158,
      18: 214,
      8: 187,
      9: 196,
      11: 47,
      12: 103,
      10: 84,
      13: 117,
      15: 268,
      16: 301,
      14: 139,
      17: 342,
    });
    expect(rows).toHaveLength(2277);
  });

  it('of this morning are known to 10:29: seven of Petrov, 126 rows in all', () => {
    const morning = portal.calls.filter(({ startedAt }) => startedAt >= '2026-11-15T21:00:00Z');
    expect(morning).toHaveLength(126);
    expect(morning.every(({ startedAt }) => startedAt < '2026-11-16T07:29:12Z')).toBe(true);
    expect(perPerson(counted('2026-11-15T21:00:00Z', now))[people.petrov]).toBe(7);
  });

  it('of Zhukov end on 10 November', () => {
    const last = portal.calls.filter(({ userId }) => userId === people.zhukov).at(-1);
    expect(last?.startedAt.slice(0, 10)).toBe('2026-11-10');
  });

  it('hold many rows that no norm counts', () => {
    const november = portal.calls.filter(({ startedAt }) => startedAt >= novemberStart);
    expect(november.filter(({ seconds, code }) => seconds === 30 && code === '200').length).toBeGreaterThan(20);
    expect(november.filter(({ code }) => code === '304').length).toBeGreaterThan(50);
    expect(november.filter(({ type, seconds }) => type === 5 && seconds > 30).length).toBeGreaterThan(20);
  });
});

describe('the history', () => {
  it('gives the stage statistics of wholesale over twelve months', () => {
    const since = '2025-11-15T21:00:00Z';
    const stages = ['NEW', 'PREPARATION', 'PROPOSAL', 'NEGOTIATION', 'CONTRACT', 'INVOICE', 'PAYMENT', 'EXECUTING'];
    const table = stages.map((stageId) => {
      const entered = new Set(portal.stageHistory.filter((row) => row.stageId === stageId && row.at >= since).map(({ dealId }) => dealId));
      const closed = [...entered].filter((id) => semanticsOf.get(dealById.get(id)?.stageId ?? '') !== 'P');
      return [closed.length, closed.filter((id) => winAt.has(id)).length];
    });
    expect(table).toEqual([
      [412, 57],
      [358, 55],
      [291, 54],
      [214, 52],
      [91, 50],
      [62, 49],
      [49, 48],
      [12, 12],
    ]);
  });

  it('moves every deal forward in time and ends where the deal stands', () => {
    const rowsOf = Map.groupBy(portal.stageHistory, ({ dealId }) => dealId);
    for (const deal of portal.deals) {
      const rows = rowsOf.get(deal.id) ?? [];
      expect(rows.at(-1)).toMatchObject({ stageId: deal.stageId, at: deal.movedAt });
      expect(rows[0]?.at).toBe(deal.createdAt);
      expect(new Set(rows.map(({ at }) => at)).size, `deal ${deal.id}`).toBe(rows.length);
      expect(deal.modifiedAt >= deal.movedAt && deal.modifiedAt <= now, `deal ${deal.id} modified ${deal.modifiedAt}`).toBe(true);
    }
    expect(portal.stageHistory.every(({ at }) => at >= '2024-11-18' && at < now)).toBe(true);
  });

  it('knows nothing of a newcomer before the first day', () => {
    const first = portal.deals.filter(({ responsibleId }) => responsibleId === people.galiev).map(({ createdAt }) => createdAt);
    expect(first.every((createdAt) => createdAt >= '2026-10-05')).toBe(true);
    expect(portal.users.find(({ id }) => id === people.galiev)?.registeredOn).toBe('2026-10-05');
  });

  it('has leads, a few of them open, and deals that came of leads', () => {
    expect(portal.leads.length).toBeGreaterThanOrEqual(60);
    expect(portal.leads.filter(({ statusId }) => ['NEW', 'IN_PROCESS', 'PROCESSED'].includes(statusId))).toHaveLength(12);
    const leadIds = new Set(portal.leads.map(({ id }) => id));
    const fromLeads = portal.deals.filter(({ leadId }) => leadId !== null);
    expect(fromLeads.length).toBeGreaterThan(30);
    expect(fromLeads.every(({ leadId }) => leadIds.has(leadId ?? 0))).toBe(true);
  });

  it('comes out the same every time', () => {
    expect(createSnabservice()).toEqual(portal);
  });
});

describe('the plans of the demo', () => {
  const ids = new Map(portal.users.map(({ id, lastName }) => [lastName, id]));
  const target = (month: string, upTo: number, lastName: string) =>
    planVersions
      .filter((version) => version.month === month && version.version <= upTo)
      .flatMap((version) => version.people)
      .findLast(({ userId }) => userId === ids.get(lastName));

  it('of November are those of the matrix', () => {
    expect(
      [
        'Орлов',
        'Петров',
        'Галиев',
        'Белова',
        'Соколова',
        'Жуков',
        'Ерёмина',
        'Ахметов',
        'Никитина',
        'Кузьмин',
        'Волкова',
        'Лапин',
        'Фомина',
      ].map((name) => [target('2026-11', 1, name)?.revenue, (target('2026-11', 1, name)?.calls ?? 0) * 9]),
    ).toEqual([
      [4200, 180],
      [4460, 180],
      [1940, 225],
      [3600, 180],
      [4800, 180],
      [4400, 108],
      [3800, 108],
      [4200, 90],
      [5600, 108],
      [2800, 315],
      [2400, 315],
      [2600, 135],
      [3200, 315],
    ]);
  });

  it('of November add up to departments and to the company', () => {
    const [november] = planVersions;
    for (const { departmentId, revenue } of november?.departments ?? []) {
      const members = portal.users.filter(({ departmentIds }) => departmentIds.includes(departmentId)).map(({ id }) => id);
      expect(november?.people.filter(({ userId }) => members.includes(userId)).reduce((sum, line) => sum + line.revenue, 0)).toBe(revenue);
    }
    expect(november?.departments.reduce((sum, { revenue }) => sum + revenue, 0)).toBe(november?.company);
  });

  it('of December change only for Petrov in version 3', () => {
    expect(target('2026-12', 2, 'Петров')).toMatchObject({ revenue: 4800, calls: 22 });
    expect(target('2026-12', 3, 'Петров')).toMatchObject({ revenue: 4600, calls: 20 });
    expect(planVersions.find(({ month, version }) => month === '2026-12' && version === 3)?.people).toHaveLength(1);
  });

  it('are signed by eleven for November; for December by ten, one with objections, and two wait', () => {
    const latest = new Map(
      planVersions.flatMap(({ month, version, people }) => people.map(({ userId }) => [`${month} ${userId}`, version])),
    );
    const valid = sheetAnswers.filter(({ month, version, userId }) => latest.get(`${month} ${userId}`) === version);
    const count = (month: string, decision: string) =>
      valid.filter((answer) => answer.month === month && answer.decision === decision).length;
    expect([count('2026-11', 'signed'), count('2026-12', 'signed'), count('2026-12', 'signed-with-objections')]).toEqual([11, 10, 1]);
    const decided = new Set(valid.filter(({ month, decision }) => month === '2026-12' && decision !== null).map(({ userId }) => userId));
    const waiting = [...latest.keys()].filter((key) => key.startsWith('2026-12')).map((key) => Number(key.slice(8)));
    expect(waiting.filter((id) => !decided.has(id)).sort((left, right) => left - right)).toEqual([people.petrov, people.zhukov]);
  });
});

describe('the goods and documents of «Снабсервис»', () => {
  const rows = portal.records?.productRows ?? [];
  const kopecks = (amount: number | string) => Math.round(Number(amount) * 100);

  it('add up to the amount of each deal that has any', () => {
    const sums = new Map<number, number>();
    for (const { ownerId, price, quantity } of rows) sums.set(ownerId, (sums.get(ownerId) ?? 0) + kopecks(price) * quantity);
    expect(sums.size).toBeGreaterThan(300);
    for (const [dealId, sum] of sums) expect([dealId, sum]).toEqual([dealId, kopecks(dealById.get(dealId)?.amount ?? 0)]);
    const known = new Set(portal.records?.catalogProducts?.map(({ id }) => id));
    expect(rows.every(({ productId }) => known.has(productId))).toBe(true);
  });

  it('have invoices that are paid for by the time their deal is won, with prepayments and returns', () => {
    const invoices = new Map((portal.invoices ?? []).map((invoice) => [invoice.id, invoice]));
    const received = new Map<number, number>();
    for (const { orderId, sum } of portal.records?.payments ?? []) received.set(orderId, (received.get(orderId) ?? 0) + kopecks(sum));
    for (const invoice of invoices.values()) {
      const isWon = semanticsOf.get(dealById.get(invoice.dealId ?? 0)?.stageId ?? '') === 'S';
      expect([invoice.id, invoice.stageId]).toEqual([invoice.id, isWon ? 'DT31_1:P' : 'DT31_1:S']);
      if (isWon) expect(received.get(invoice.id)).toBe(kopecks(invoice.amount));
    }
    const payments = portal.records?.payments ?? [];
    expect(payments.some(({ isReturned }) => isReturned)).toBe(true);
    expect([...received].some(([id, sum]) => sum < kopecks(invoices.get(id)?.amount ?? 0))).toBe(true);
    expect(payments.every(({ paidAt, returnedOn }) => (paidAt ?? '') <= now && (returnedOn ?? '') <= '2026-11-16')).toBe(true);
  });

  it('have quotes and tasks about open deals, done, waiting and overdue', () => {
    expect(portal.quotes?.length).toBeGreaterThan(20);
    const tasks = portal.records?.tasks ?? [];
    expect(tasks).toHaveLength(40);
    const isOverdue = tasks.map(({ closedAt, deadline }) => closedAt === null && (deadline ?? '') < now);
    expect(isOverdue.filter(Boolean).length).toBeGreaterThan(0);
    expect(tasks.some(({ status }) => status === 5)).toBe(true);
    expect(tasks.every(({ changedAt }) => changedAt <= now)).toBe(true);
  });
});
