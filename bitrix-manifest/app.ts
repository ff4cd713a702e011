/** What the application is called and where its pages live, for the installer, the client and the vendor cabinet. */
export const app = {
  /** Application code as `app.info` names it; the registration may override it through configuration. */
  code: 'kurs',
  version: 1,
  title: { ru: 'Курс', en: 'Kurs' },
  /** Paths below the application's public address; Bitrix24 opens them by POST. */
  handlerPath: '/portal/placement',
  installerPath: '/portal/install',
  eventPath: '/portal/event',
} as const;
