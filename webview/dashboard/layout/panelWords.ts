import * as l10n from '@vscode/l10n';
import type { PanelType } from '../../../src/protocol/layout/layout';
import { panelKinds } from '../../../src/protocol/layout/panelKinds';

/** What stands over panels of a type that have no title of their own. */
export function panelTitle(type: PanelType): string {
  return l10n.t(panelKinds[type].title);
}

/** What panels of a type show, in a sentence. */
export function panelMeaning(type: PanelType): string {
  return l10n.t(panelKinds[type].meaning);
}
