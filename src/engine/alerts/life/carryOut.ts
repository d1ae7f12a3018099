import type { AlertCommand, AlertInfo, SilenceInfo } from '../../../protocol/alerts';
import type { ActiveAlerts } from './activeAlerts';
import { acknowledged, severityOf } from './phase';
import { AlertRefusal } from './refusal';

/** Does what people ask for about an alert. @throws AlertRefusal saying why it cannot be done, and what can. */
export function carryOut(command: AlertCommand, alerts: ActiveAlerts, now: number): void {
  switch (command.kind) {
    case 'acknowledge':
      acknowledge(command.alert, alerts, now);
      return;
    case 'silence':
      silence(command.alert, command.until, alerts, now);
      return;
    case 'unsilence':
      unsilence(command.alert, alerts, now);
  }
}

function acknowledge(id: string, alerts: ActiveAlerts, now: number): void {
  const alert = alerts.byId.get(id);
  if (!alert)
    throw new AlertRefusal('The alert was not acknowledged: it is not active any more. There is nothing to be done.');
  if (alert.phase.kind === 'pending')
    throw new AlertRefusal('The alert was not acknowledged: it does not fire yet. Silence it to hear nothing of it.');
  if (alert.phase.attention.kind === 'acknowledged') return;
  alert.phase = acknowledged(alert.phase, now);
  alert.told = severityOf(alert.phase);
  alerts.emit(alert, 'alert.acknowledged', now);
}

function silence(id: string, until: number | 'resolved', alerts: ActiveAlerts, now: number): void {
  const { byId, silences, recent } = alerts;
  const alert = byId.get(id);
  if (until !== 'resolved' && !(Number.isFinite(until) && until > now))
    throw new AlertRefusal('The alert was not silenced: the time until when is over already. Give one in the future.');
  if (!alert && until === 'resolved')
    throw new AlertRefusal('The alert was not silenced: it is resolved already. Give a time until when instead.');
  const meant = alert ?? recent.find(id) ?? silences.get(id);
  if (!meant)
    throw new AlertRefusal(
      'The alert was not silenced: none has this id. Choose one that is active, or was so lately.',
    );
  silences.start({ alert: id, rule: meant.rule, labels: meant.labels, until });
  tell(id, alerts, until, meant, now);
}

function unsilence(id: string, alerts: ActiveAlerts, now: number): void {
  const ended = alerts.silences.get(id);
  if (!ended) throw new AlertRefusal('No silence was ended: the alert is not silenced. There is nothing to be done.');
  alerts.silences.end(id);
  alerts.heard(id, true, now);
  // A time that has come says that the silence is over.
  tell(id, alerts, now, ended, now);
}

type Meant = Pick<SilenceInfo, 'rule' | 'labels'>;

function tell(id: string, alerts: ActiveAlerts, until: number | 'resolved', meant: Meant, now: number): void {
  const alert = alerts.byId.get(id);
  const info = alert ? alerts.infoOf(alert) : (alerts.recent.find(id) ?? atRest(id, meant, now));
  alerts.tell('alert.silenced', { ...info, silencedUntil: until }, alert, now);
}

/** An alert of which nothing is known but that it was silenced, such as after a restart. */
function atRest(id: string, { rule, labels }: Meant, now: number): AlertInfo {
  return {
    id,
    rule,
    name: rule,
    category: '',
    severity: 'info',
    state: 'resolved',
    message: '',
    labels,
    since: now,
    value: null,
    threshold: null,
    unit: null,
    incident: id,
    advice: [],
  };
}
