import type { SilenceInfo } from '../../../protocol/alerts';
import { mostSilences } from '../../store/events/carriedState';
import { AlertRefusal } from './refusal';

/** Alerts of which nobody is to be told, whether they are active or not. */
export class Silences {
  private readonly byAlert = new Map<string, SilenceInfo>();

  /** @throws AlertRefusal when there are too many. */
  start(silence: SilenceInfo): void {
    if (!this.byAlert.has(silence.alert) && this.byAlert.size >= mostSilences)
      throw new AlertRefusal(
        `${mostSilences} alerts are silenced, which is as many as are kept. End one of these silences first, or turn the rule off.`,
      );
    this.byAlert.delete(silence.alert);
    this.byAlert.set(silence.alert, silence);
  }

  /** Takes in one from before a restart, unless there is another one or no room. */
  restore(silence: SilenceInfo): void {
    if (!this.byAlert.has(silence.alert) && this.byAlert.size < mostSilences) this.byAlert.set(silence.alert, silence);
  }

  get(alert: string): SilenceInfo | undefined {
    return this.byAlert.get(alert);
  }

  end(alert: string): void {
    this.byAlert.delete(alert);
  }

  /** An alert was resolved: one that lasts until then is over. */
  resolved(alert: string): void {
    if (this.byAlert.get(alert)?.until === 'resolved') this.byAlert.delete(alert);
  }

  /** Ends those whose time has passed. @returns Their alerts. */
  lapse(now: number): string[] {
    const lapsed: string[] = [];
    for (const { alert, until } of this.byAlert.values()) if (until !== 'resolved' && until <= now) lapsed.push(alert);
    for (const alert of lapsed) this.byAlert.delete(alert);
    return lapsed;
  }

  list(): SilenceInfo[] {
    return [...this.byAlert.values()];
  }
}
