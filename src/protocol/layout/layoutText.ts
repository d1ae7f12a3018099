import type { Node } from 'jsonc-parser';
import { PartScope } from '../text/partScope';
import type { Problem, Problems } from '../text/problems';
import type { Layout } from './layout';

interface Owner {
  readonly panel: string;
}

/** Something about a layout file that its writer should know. An error keeps a part from being in force as it is written. */
export type LayoutProblem = Problem & Partial<Owner>;

/** Problems of a layout file while it is read. */
export type LayoutProblems = Problems<Owner>;

/** The problems of one panel while it is read, or of the rest of the file. */
export class LayoutScope extends PartScope<Owner> {}

/** What a layout file says. */
export interface LayoutText {
  /** undefined: the text as a whole cannot be used, so that the layout that was in force stays so. */
  readonly layout: Layout | undefined;
  readonly problems: readonly LayoutProblem[];
  /** The ids of all panels of the text, also of those that are left out. */
  readonly ids: readonly string[];
}

/** The same with the places in the text that a change needs. */
export interface ReadLayout extends LayoutText {
  /** The object that holds grid, panels and theme. */
  readonly root: Node | undefined;
  /** The panels that the layout has, by their ids. */
  readonly nodes: ReadonlyMap<string, Node>;
}
