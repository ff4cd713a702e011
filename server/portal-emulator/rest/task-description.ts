type Description = Readonly<Record<string, unknown>>;

const yesOrNo = { Y: 'Да', N: 'Нет' };
const noDefault = Symbol('no default');

function field(type: string, title: string | null, standard: unknown = noDefault): Description {
  return { title, type, ...(standard === noDefault ? {} : { default: standard }) };
}

function choice(title: string | null, values: unknown, standard: unknown): Description {
  return { title, type: 'enum', values, default: standard };
}

const flag = (title: string | null, standard: 'N' | null = 'N'): Description => choice(title, yesOrNo, standard);

/** What `tasks.task.getFields` says; no portal of this emulator has user fields of tasks. */
export function describeTaskFields(): Readonly<Record<string, Description>> {
  return {
    ...mainFields,
    ...dateFields,
    ...settingFields,
    ...lateFields,
    UF_CRM_TASK: field('crm', 'Элементы CRM'),
    UF_TASK_WEBDAV_FILES: field('disk_file', 'Загрузить файлы'),
    UF_MAIL_MESSAGE: field('mail_message', null),
  };
}

const statuses = { 2: 'Ждёт выполнения', 3: 'Выполняется', 4: 'Ожидает контроля', 5: 'Завершена', 6: 'Отложена' };

const mainFields: Readonly<Record<string, Description>> = {
  ID: { title: 'ID', type: 'integer', primary: true },
  PARENT_ID: field('integer', 'ID базовой задачи', 0),
  TITLE: { title: 'Название', type: 'string', required: true },
  DESCRIPTION: field('string', 'Описание'),
  MARK: choice('Оценка', { N: 'Отрицательная', P: 'Положительная' }, null),
  PRIORITY: choice('Приоритет', { 2: 'Высокий', 1: 'Средний', 0: 'Низкий' }, 1),
  STATUS: choice('Статус', statuses, 2),
  MULTITASK: flag('Множественная задача'),
  NOT_VIEWED: flag(null),
  REPLICATE: flag('Повторяемая задача'),
  GROUP_ID: field('integer', 'Проект', 0),
  STAGE_ID: field('integer', 'Стадия', 0),
  SPRINT_ID: field('integer', 'Спринт', 0),
  BACKLOG_ID: field('integer', 'Бэклог', 0),
  CREATED_BY: { title: 'Постановщик', type: 'integer', required: true },
  CREATED_DATE: field('datetime', null),
  RESPONSIBLE_ID: { title: 'Исполнитель', type: 'integer', required: true },
  ACCOMPLICES: field('array', null),
  AUDITORS: field('array', null),
  CHANGED_BY: field('integer', 'Изменил'),
};

const dateFields: Readonly<Record<string, Description>> = {
  CHANGED_DATE: field('datetime', 'Дата изменения'),
  STATUS_CHANGED_BY: field('integer', 'Изменил статус'),
  STATUS_CHANGED_DATE: field('datetime', 'Дата изменения статуса'),
  CLOSED_BY: field('integer', 'Закрыл задачу', null),
  CLOSED_DATE: field('datetime', 'Дата закрытия', null),
  ACTIVITY_DATE: field('datetime', null, null),
  DATE_START: field('datetime', 'Дата начала', null),
  DEADLINE: field('datetime', 'Крайний срок', null),
  START_DATE_PLAN: field('datetime', 'Плановое начало', null),
  END_DATE_PLAN: field('datetime', 'Плановое завершение', null),
  GUID: field('string', 'GUID', null),
  XML_ID: field('string', 'XML_ID', null),
  COMMENTS_COUNT: field('integer', 'Количество комментариев', 0),
  SERVICE_COMMENTS_COUNT: field('integer', null, 0),
  NEW_COMMENTS_COUNT: field('integer', null, 0),
};

const settingFields: Readonly<Record<string, Description>> = {
  ALLOW_CHANGE_DEADLINE: flag(null),
  ALLOW_TIME_TRACKING: flag(null),
  TASK_CONTROL: flag('Принять работу'),
  ADD_IN_REPORT: flag('Добавить в отчёт'),
  FORKED_BY_TEMPLATE_ID: flag('Создано из шаблона'),
  TIME_ESTIMATE: field('integer', 'Планируемое время'),
  TIME_SPENT_IN_LOGS: field('integer', 'Затраченное время по истории изменений'),
  MATCH_WORK_TIME: field('integer', 'Пропустить выходные дни'),
  FORUM_TOPIC_ID: field('integer', 'FORUM_TOPIC_ID'),
  FORUM_ID: field('integer', 'FORUM_ID'),
  SITE_ID: field('string', 'SITE_ID'),
  SUBORDINATE: flag('Задача подчинённого', null),
  FAVORITE: flag(null, null),
  EXCHANGE_MODIFIED: field('datetime', 'EXCHANGE_MODIFIED', null),
  EXCHANGE_ID: field('integer', 'EXCHANGE_ID', null),
  OUTLOOK_VERSION: field('integer', 'OUTLOOK_VERSION', null),
};

const lateFields: Readonly<Record<string, Description>> = {
  VIEWED_DATE: field('datetime', 'Дата последнего просмотра'),
  SORTING: field('double', 'Индекс сортировки'),
  DURATION_PLAN: field('integer', 'Затрачено (план)'),
  DURATION_FACT: field('integer', 'Затрачено (факт)'),
  CHECKLIST: field('array', null),
  DURATION_TYPE: choice('DURATION_TYPE', ['secs', 'mins', 'hours', 'days', 'weeks', 'months', 'years'], 'days'),
  IS_MUTED: flag(null),
  IS_PINNED: flag(null),
  IS_PINNED_IN_GROUP: flag(null),
  FLOW_ID: field('integer', 'Поток', 0),
};
