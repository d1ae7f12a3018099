/** Where times and values lie on a canvas, in CSS pixels. */
export interface Plane {
  /** The part in which lines are drawn. */
  readonly area: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  readonly xOf: (time: number) => number;
  readonly yOf: (value: number) => number;
}
