/** Why a file is not read at all. */
export type WorkbookFault =
  | 'too-large'
  | 'not-a-workbook'
  | 'protected'
  | 'damaged'
  | 'suspicious'
  | 'unpacks-too-large'
  | 'forbidden-markup'
  | 'too-much-content'
  | 'too-heavy'
  | 'not-ours'
  | 'newer-format';

/** Thrown while a file is read; whoever runs the reading turns it into a value. */
export class WorkbookRefused extends Error {
  readonly fault: WorkbookFault;

  constructor(fault: WorkbookFault, message: string) {
    super(message);
    this.name = 'WorkbookRefused';
    this.fault = fault;
  }
}
