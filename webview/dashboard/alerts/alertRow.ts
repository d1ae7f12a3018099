import * as l10n from '@vscode/l10n';
import type { AlertCommand } from '../../../src/protocol/alerts';
import { attributes, el, setText } from '../../shared/dom';
import type { EngineClock } from '../../shared/engineClock';
import { setHint } from '../../shared/hint';
import type { Entry } from '../../shared/keyedList';
import { ActButton } from '../../shared/alerts/actButton';
import { AdviceList } from './adviceList';
import { beganText, labelsText, measuredText, nameOf, sinceText, stateText } from '../../shared/alerts/alertWords';
import type { PlacedAlert } from './incidents';
import { SeverityMark } from '../../shared/alerts/severityMark';

export const silenceMs = 3_600_000;

/** What the rows of alerts share. */
export interface AlertRowContext {
  readonly clock: EngineClock;
  readonly act: (command: AlertCommand) => void;
  /** The name of another active alert. */
  readonly nameOfOther: (id: string) => string | undefined;
}

/** One active alert, and what can be done with it. */
export class AlertRow implements Entry<PlacedAlert> {
  readonly root: HTMLElement;
  private readonly lead = el('p', 'alert-lead');
  private readonly mark = new SeverityMark();
  private readonly message = el('p', 'alert-message');
  private readonly state = el('span', 'alert-state');
  private readonly name = el('span');
  private readonly measured = el('span');
  private readonly labels = el('span');
  private readonly since = el('time');
  private readonly advice = new AdviceList();
  private readonly acknowledge: ActButton;
  private readonly silence: ActButton;
  private readonly endSilence: ActButton;
  private shown: PlacedAlert | undefined;

  constructor(
    id: string,
    private readonly context: AlertRowContext,
  ) {
    const { act, clock } = context;
    this.acknowledge = new ActButton(l10n.t('Acknowledge'), () => {
      act({ kind: 'acknowledge', alert: id });
    });
    this.silence = new ActButton(l10n.t('Silence 1 h'), () => {
      act({ kind: 'silence', alert: id, until: Math.round(clock.now()) + silenceMs });
    });
    this.endSilence = new ActButton(l10n.t('End Silence'), () => {
      act({ kind: 'unsilence', alert: id });
    });
    const facts = el('p', 'alert-facts', this.state, this.since, this.measured, this.labels, this.name);
    this.root = el(
      'li',
      'alert',
      this.lead,
      this.mark.root,
      el('div', 'alert-text', this.message, facts, this.advice.root),
      el('div', 'alert-acts', this.acknowledge.root, this.silence.root, this.endSilence.root),
    );
    // Screen readers take a list without bullets for none.
    this.root.setAttribute('role', 'listitem');
  }

  write(placed: PlacedAlert): void {
    if (!this.shown || !isSame(placed, this.shown)) this.writeAlert(placed);
    this.shown = placed;
    setText(this.since, sinceText(placed.alert, this.context.clock.now()));
  }

  private writeAlert({ alert, together, isFirst, isLast }: PlacedAlert): void {
    const now = this.context.clock.now();
    const isGrouped = together > 1;
    const state = stateText(alert, now, this.context.nameOfOther);
    attributes(this.root, {
      'data-severity': alert.severity,
      'data-alert': alert.id,
      'data-seen': state === undefined ? undefined : '',
      'data-place': isGrouped ? (isFirst ? 'first' : isLast ? 'last' : 'middle') : undefined,
    });
    this.lead.hidden = !isGrouped || !isFirst;
    setText(this.lead, l10n.t('{0} alerts that belong together', together));
    this.mark.write(alert.severity);
    setText(this.message, alert.message);
    writePart(this.state, state ?? '');
    writePart(this.name, alert.name === alert.message ? '' : alert.name);
    writePart(this.measured, measuredText(alert));
    writePart(this.labels, labelsText(alert));
    this.since.dateTime = new Date(alert.firedAt ?? alert.since).toISOString();
    setHint(this.since, beganText(alert, now));
    this.advice.write(alert.advice);
    const about = nameOf(alert);
    // What is pending can be silenced too, before it fires.
    const isSilenced = alert.silencedUntil !== undefined;
    this.acknowledge.write(about, alert.state === 'firing');
    this.silence.write(about, !isSilenced);
    this.endSilence.write(about, isSilenced);
  }
}

function isSame(one: PlacedAlert, other: PlacedAlert): boolean {
  return (
    one.alert === other.alert &&
    one.together === other.together &&
    one.isFirst === other.isFirst &&
    one.isLast === other.isLast
  );
}

function writePart(place: HTMLElement, text: string): void {
  setText(place, text);
  place.hidden = text === '';
}
