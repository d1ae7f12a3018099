/** The pages that we draw, as the label `view` of their figures names them. */
export const viewNames = ['dashboard', 'energy', 'performance', 'overview'] as const;
export type ViewName = (typeof viewNames)[number];

/** How one page felt to its user in the last second. */
export interface UxFigures {
  /** Frames that the page drew. */
  readonly frames: number;
  /** Mean time from the beginning of a frame until it was painted, ms; null when none was drawn. */
  readonly frameTimeMs: number | null;
  /** Share of the frames that took longer than the frame budget, 0 to 100; null when none was drawn. */
  readonly jankPercent: number | null;
  /** Longest time from a key or a click until its effect was painted, ms; null when there was none. */
  readonly interactionMs: number | null;
}

/** What a window tells the engine of its own: of one of its pages, or how late its extension host's thread was. */
export type UxReport =
  | { readonly kind: 'view'; readonly view: ViewName; readonly figures: UxFigures }
  | { readonly kind: 'viewGone'; readonly view: ViewName }
  /** `lagMs`: the longest time in the last second for which the thread could not run what was due. */
  | { readonly kind: 'host'; readonly window: string; readonly lagMs: number };
