/** The page's own font and colours by meaning, as they are in the theme of this moment. */
export interface ChartPaint {
  readonly font: string;
  /** `fact` reads the variable `--kurs-fact`. */
  readonly color: (name: string) => string;
}
