/** What may happen to a portal on demand: to its address, its people and its applications; the first application unless told. */
export interface PortalLifecycle {
  /** From now on the portal is served at this origin, and the former one answers 302. */
  rename(origin: string): void;
  /** 404 at the authorization server, PORTAL_DELETED at REST, no events. */
  delete(): void;
  /** Dismisses a person or takes him back, makes him an administrator or not. */
  changePerson(userId: number, change: { isActive?: boolean; isAdmin?: boolean }): void;
  /** Permissions of the application from now on; tokens issued before keep to them too. */
  grantScopes(scopes: readonly string[], clientId?: string): void;
  /** Days that are left, negative after the end of the term; below −14 the application is blocked. Sends ONAPPPAYMENT. */
  setPaymentDays(days: number | null, clientId?: string): void;
  /** A new version with a new `application_token`: handlers and placements are dropped, the installer has to run again. Sends ONAPPUPDATE. */
  updateApplication(update: { version: number; userId: number; clientId?: string }): void;
  /** Tokens die at once; options stay unless `clean`. Sends ONAPPUNINSTALL. */
  removeApplication(removal?: { clean?: boolean; clientId?: string }): void;
}
