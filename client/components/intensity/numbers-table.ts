export interface NumbersColumn {
  readonly key: string;
  readonly label: string;
  /** How the number comes about. */
  readonly hint?: string;
}

interface NumberCell {
  readonly text: string;
  readonly second?: string;
  readonly tone?: 'bad' | 'warn';
  /** The list the number opens; null where it has none. */
  readonly list: string | null;
}

export interface NumberRow {
  readonly scope: string;
  readonly name: string;
  readonly isTotal: boolean;
  readonly cells: Readonly<Record<string, NumberCell>>;
}
