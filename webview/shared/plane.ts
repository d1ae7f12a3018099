/** Where times and values lie on a canvas, in CSS pixels. */
export interface Plane {
  /** The part in which lines are drawn. */
  readonly area: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  xOf(time: number): number;
  yOf(value: number): number;
}
