import type { Notice } from '../../../src/protocol/alerts';
import type { ViewAlerts } from '../../../src/protocol/viewLink';
import { Announcer } from '../../shared/announcer';
import { el } from '../../shared/dom';
import type { EngineClock } from '../../shared/engineClock';
import { pageTime } from '../../shared/frameLoop';
import type { Link } from '../../shared/link';
import { isUnseen } from '../../shared/alerts/isUnseen';
import { severityWords } from '../../shared/alerts/alertWords';
import { FreshCriticals } from '../alerts/freshCriticals';
import { SoundGate } from './soundGate';
import { SystemNotices } from './systemNotices';
import { ToastStack } from './toastStack';
import { Tone } from './tone';

/** Everything by which the page draws attention to alerts: words for screen readers, sounds, and in a browser toasts. */
export class Notices {
  readonly root: HTMLElement;
  /** Stands beside the alerts; only in a browser. */
  readonly buttons: readonly HTMLElement[];
  private readonly announcer = new Announcer();
  private readonly fresh = new FreshCriticals();
  private readonly gate = new SoundGate(pageTime);
  private readonly tone = new Tone();
  private readonly toasts: ToastStack | undefined;
  private readonly system: SystemNotices | undefined;
  private hasSound = false;

  /** @param show Brings an alert into sight. */
  constructor(link: Link, clock: EngineClock, show: (alert: string) => void) {
    if (!link.isInVscode) {
      this.toasts = new ToastStack(pageTime, clock, link.post.bind(link), show);
      this.system = new SystemNotices(pageTime, document.title);
    }
    this.buttons = this.system ? [this.system.button] : [];
    this.root = el('div', 'notices', this.announcer.root, ...(this.toasts ? [this.toasts.root] : []));
  }

  alerts({ active, hasSound }: ViewAlerts): void {
    this.hasSound = hasSound;
    const unseen = new Set(active.filter(isUnseen).map(({ id }) => id));
    this.toasts?.review((alert) => unseen.has(alert));
    if (unseen.size === 0) this.announcer.clear();
    this.announcer.say(this.fresh.of(active).map(({ message }) => `${severityWords.critical}: ${message}`));
  }

  notice(notice: Notice): void {
    if (this.toasts) {
      this.toasts.add(notice);
      // A new critical alert is read out as such.
      const isRead = notice.level === 'critical' && notice.alerts.length > 0;
      if (!isRead) this.announcer.say([`${severityWords[notice.level]}: ${notice.message}`]);
    }
    this.system?.tell(notice);
    if (notice.hasSound && this.hasSound && this.gate.pass()) void this.tone.play(notice.level);
  }

  /** Call when the page becomes visible or hidden. */
  visibilityChanged(): void {
    this.toasts?.visibilityChanged();
  }
}
