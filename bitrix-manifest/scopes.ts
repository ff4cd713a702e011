export interface Scope {
  readonly code: string;
  /** The sentence a moderator asks for. */
  readonly reason: { readonly ru: string; readonly en: string };
}

/** Every permission the application asks for. What was not granted is switched off in words. */
export const scopes: readonly Scope[] = [
  {
    code: 'crm',
    reason: {
      ru: 'Читаем сделки, лиды, стадии, дела и то, кто и когда внёс контакт: из них считаются факт, прогноз и активность.',
      en: 'Deals, leads, stages, activities and who entered a contact when are what fact, forecast and activity are computed from.',
    },
  },
  {
    code: 'user_brief',
    reason: {
      ru: 'Показываем сотрудников по именам; телефоны и почта не нужны.',
      en: 'People are shown by name; phones and e-mail are not needed.',
    },
  },
  {
    code: 'department',
    reason: { ru: 'По структуре отделов определяем, кто чей план видит.', en: 'The structure decides who sees whose plan.' },
  },
  {
    code: 'humanresources',
    reason: {
      ru: 'Узнаём заместителей руководителей: они видят и планируют то же, что руководитель.',
      en: 'Deputies of heads are told by it: they see and plan what the head does.',
    },
  },
  {
    code: 'placement',
    reason: {
      ru: 'Добавляем вкладку «Курс» в карточки сделки и лида и пункт в аналитику CRM.',
      en: 'Adds the Kurs tab to deal and lead cards and an item to CRM analytics.',
    },
  },
  {
    code: 'im',
    reason: {
      ru: 'Сообщаем сотруднику, что пришёл план, и отправляем подтверждение подписи.',
      en: 'Tells a person that a plan has arrived and delivers the receipt of a signature.',
    },
  },
  {
    code: 'telephony',
    reason: {
      ru: 'Считаем звонки длиннее нормы по статистике телефонии.',
      en: 'Calls longer than the norm are counted from telephony statistics.',
    },
  },
  {
    code: 'task',
    reason: {
      ru: 'Создаём задачи по решениям планёрки и проверяем их срок.',
      en: 'Decisions of a review become tasks, and their deadline is checked.',
    },
  },
  {
    code: 'calendar',
    reason: {
      ru: 'Берём рабочие дни портала: план делится по ним. Планёрки ставим в календарь руководителя от его имени.',
      en: 'The plan is spread over the portal’s working days. Reviews are put into the head’s calendar in their own name.',
    },
  },
  {
    code: 'timeman',
    reason: {
      ru: 'Учитываем рабочее время, когда оно ведётся в портале.',
      en: 'Working time is taken into account where the portal keeps it.',
    },
  },
  { code: 'catalog', reason: { ru: 'Считаем маржу по закупочной цене товаров.', en: 'Margin is computed from purchase prices.' } },
  {
    code: 'sale',
    reason: { ru: 'Считаем оплаты, когда факт плана ведётся по ним.', en: 'Payments count where a plan’s fact is based on them.' },
  },
  { code: 'bizproc', reason: { ru: 'Даём роботов и триггеры для сделок.', en: 'Robots and triggers for deals.' } },
  { code: 'biconnector', reason: { ru: 'Отдаём план и факт в BI-конструктор.', en: 'Plan and fact are offered to BI Builder.' } },
];
