import { progress } from './company-names.ts';
import type { StageEntry } from './deal-draft.ts';
import { moscow } from './moscow-time.ts';
import type { SellerKey } from './people.ts';
import { stage } from './pipelines.ts';

/** A deal that a picture shows; times are Moscow wall clocks, amounts thousands. */
export interface NamedDeal {
  readonly title: string;
  readonly company: string;
  readonly amount: number;
  readonly step: number;
  readonly seller: SellerKey;
  readonly closeDate: string;
  readonly enteredAt: string;
  /** Newest first, this is the order of the portal's list. */
  readonly modifiedAt: string | null;
  readonly nextStep: { readonly kind: 'call' | 'meeting' | 'todo'; readonly at: string; readonly subject: string } | null;
}

/** The number of «Поставка СИЗ, завод „Прогресс“» in the portal. */
export const progressDealNumber = 1847;

/** Its last touch: an outgoing call of four minutes. */
export const progressLastCall = { at: '2026-11-06 15:24', seconds: 240 } as const;

export const progressPath: readonly StageEntry[] = [
  { step: stage.request, at: moscow('2026-07-14 11:05') },
  { step: stage.meeting, at: moscow('2026-07-23 14:30') },
  { step: stage.proposal, at: moscow('2026-08-06 16:10') },
  { step: stage.negotiation, at: moscow('2026-09-03 12:40') },
  { step: stage.contract, at: moscow('2026-11-07 10:12') },
];

/** In the order of the portal's list of deals in work. */
export const namedDeals: readonly NamedDeal[] = [
  {
    ...deal('Поставка СИЗ, завод «Прогресс»', progress, 2400, 'petrov', stage.contract),
    ...times('2026-11-27', '2026-11-07 10:12', '2026-11-16 10:39'),
    nextStep: { kind: 'meeting', at: '2026-11-17 11:00', subject: 'Встреча с отделом закупок' },
  },
  {
    ...deal('Метизы, годовой контракт', '«Агромаш»', 1900, 'nikitina', stage.invoice),
    ...times('2026-11-25', '2026-11-11 16:20', '2026-11-16 10:34'),
    nextStep: { kind: 'call', at: '2026-11-18 12:00', subject: 'Подтвердить график отгрузки' },
  },
  {
    ...deal('Кабель ВВГ', '«СтройМонтаж»', 1150, 'belova', stage.contract),
    ...times('2026-11-20', '2026-11-10 12:45', '2026-11-16 10:31'),
    nextStep: { kind: 'todo', at: '2026-11-16 16:00', subject: 'Счёт на оплату' },
  },
  {
    ...deal('Перчатки, партия ноября', '«УралТехСнаб»', 1100, 'petrov', stage.invoice),
    ...times('2026-11-18', '2026-11-12 10:18', '2026-11-16 10:24'),
    nextStep: { kind: 'call', at: '2026-11-16 12:00', subject: 'Узнать об оплате счёта' },
  },
  {
    ...deal('Инструмент аккумуляторный', '«ВолгаРемСервис»', 1300, 'zhukov', stage.negotiation),
    ...times('2026-11-30', '2026-10-29 15:05', '2026-11-16 10:17'),
    nextStep: null,
  },
  {
    ...deal('Светильники, ТЦ «Полюс»', 'ТЦ «Полюс»', 650, 'orlov', stage.negotiation),
    ...times('2026-11-26', '2026-11-06 11:32', '2026-11-16 10:11'),
    nextStep: { kind: 'meeting', at: '2026-11-19 14:00', subject: 'Замер на объекте' },
  },
  {
    ...deal('Каски и щитки', '«Автодор-Сервис»', 650, 'petrov', stage.proposal),
    ...times('2026-11-24', '2026-11-10 17:02', '2026-11-16 10:08'),
    nextStep: { kind: 'call', at: '2026-11-16 17:00', subject: 'Обещали ответ по КП' },
  },
  {
    ...deal('Крепёж, первая партия', '«СеверСтрой»', 280, 'fomina', stage.meeting),
    ...times('2026-11-23', '2026-11-13 12:26', '2026-11-16 10:02'),
    nextStep: { kind: 'meeting', at: '2026-11-17 15:00', subject: 'Встреча на складе' },
  },
  {
    ...deal('Спецодежда зимняя', '«ТеплоЭнерго»', 970, 'sokolova', stage.contract),
    ...times('2026-11-19', '2026-11-09 13:50', '2026-11-16 09:56'),
    nextStep: { kind: 'call', at: '2026-11-17 10:00', subject: 'Согласовать спецификацию' },
  },
  {
    ...deal('Насосы, сервисный запас', '«Водоканал-2»', 1420, 'akhmetov', stage.payment),
    ...times('2026-11-16', '2026-11-12 15:40', '2026-11-16 09:51'),
    nextStep: { kind: 'todo', at: '2026-11-16 15:00', subject: 'Закрывающие документы' },
  },
  {
    ...deal('Лакокраска, проба', '«Мебель-Юг»', 190, 'kuzmin', stage.request),
    ...times('2026-11-30', '2026-11-13 15:12', '2026-11-16 09:47'),
    nextStep: { kind: 'call', at: '2026-11-17 12:30', subject: 'Уточнить объём' },
  },
  {
    ...deal('Подшипники', '«Агромаш»', 540, 'eremina', stage.negotiation),
    ...times('2026-11-27', '2026-11-05 10:55', '2026-11-16 09:43'),
    nextStep: { kind: 'meeting', at: '2026-11-18 11:30', subject: 'Переговоры о цене' },
  },
];

/** «Дата закрытия прошла: 5 сделок, 1,86 млн». */
export const overdueDeals: readonly NamedDeal[] = [
  overdue('Респираторы, склад', 720, 'orlov', stage.proposal, ['2026-11-06', '2026-10-20 12:14']),
  overdue('Спецобувь, новый объект', 240, 'galiev', stage.negotiation, ['2026-11-10', '2026-10-27 16:31']),
  overdue('Стеллажи, сезонный запас', 500, 'zhukov', stage.proposal, ['2026-11-03', '2026-10-15 11:48']),
  overdue('Абразивы, пробная партия', 180, 'kuzmin', stage.contract, ['2026-11-12', '2026-11-03 14:22']),
  overdue('Смазки, комплект для цеха', 220, 'belova', stage.invoice, ['2026-11-13', '2026-11-05 13:09']),
];

function deal(title: string, company: string, amount: number, seller: SellerKey, step: number) {
  return { title, company, amount, seller, step };
}

function times(closeDate: string, enteredAt: string, modifiedAt: string) {
  return { closeDate, enteredAt, modifiedAt };
}

function overdue(
  title: string,
  amount: number,
  seller: SellerKey,
  step: number,
  [closeDate, enteredAt]: readonly [string, string],
): NamedDeal {
  return { title, company: '', amount, step, seller, closeDate, enteredAt, modifiedAt: null, nextStep: null };
}
