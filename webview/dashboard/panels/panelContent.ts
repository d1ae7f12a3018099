import type { ToView, ViewAlerts, FromView } from '../../../src/protocol/viewLink';
import type { EngineClock } from '../../shared/engineClock';
import type { PageNow } from '../../shared/livePage';
import type { Palette } from '../../shared/palette';
import type { Questions } from '../../shared/questions';
import type { UxMeter } from '../../shared/ux/uxMeter';
import type { CardContext } from '../chartCard';

/** What one panel of the dashboard shows. */
export interface PanelContent {
  /** A card, or a group of cards with a head like that of one; hidden while this machine has nothing for it. */
  readonly root: HTMLElement;
  /** Brings figures and texts up to date, and tells by `root.hidden` whether there is something to show. */
  write(now: PageNow): void;
  /** Brings pictures up to date. */
  draw?(palette: Palette): void;
  /** Draws pictures again where only the time that is looked at has moved. */
  repaint?(): void;
  heard?(message: ToView): void;
  /** Forgets what was told before the host began anew. */
  reset?(): void;
  visibilityChanged?(): void;
  dispose?(): void;
}

/** What all panels of a page share. */
export interface PanelContext extends CardContext {
  readonly post: (message: FromView) => void;
  readonly questions: Questions;
  readonly clock: EngineClock;
  /** Told of each frame of pictures that have a loop of their own. */
  readonly ux: Pick<UxMeter, 'frame'>;
  /** What was last told of alerts. */
  readonly alerts: () => ViewAlerts | undefined;
}
