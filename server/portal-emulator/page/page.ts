/** What the content of the portal shows. */
export interface Page {
  readonly element: HTMLElement;
  /** Shows it anew, as the person who is signed in now. */
  reload(): void;
  /** Shows what has changed meanwhile; open frames stay as they are. */
  refresh(): void;
  close?(): void;
}
