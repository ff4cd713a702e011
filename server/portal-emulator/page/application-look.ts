const labelGrounds = ['aqua', 'green', 'orange', 'brown', 'pink', 'blue', 'grey', 'violet'] as const;
type LabelGround = (typeof labelGrounds)[number];

/** The tongue at the edge of a slider that an application opens. */
export interface SliderLabel {
  readonly text: string;
  readonly color?: string;
  readonly ground?: LabelGround;
}

/** How a slider that an application opens looks; `bx24_` keys of `openApplication`. */
export interface ApplicationLook {
  readonly title?: string;
  readonly width?: number;
  /** Distance from the left edge of the window, in place of a width. */
  readonly leftBoundary?: number;
  readonly label?: SliderLabel;
}

export function isLabelGround(name: string): name is LabelGround {
  return (labelGrounds as readonly string[]).includes(name);
}
