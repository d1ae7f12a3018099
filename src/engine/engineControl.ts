import type { AlertCommand } from '../protocol/alerts';
import type { AlertRoom } from './alertRoom';
import { AlertRefusal } from './alerts/life/refusal';
import { Superseded } from './elect/fence';
import type { Engine } from './engine';
import type { Control } from './serve/control/commandAnswer';
import type { ControlCommand } from './serve/control/controlCommand';
import { Refusal } from './serve/refusal';
import type { Server } from './serve/server';
import { storeJob } from './storeJob';

/** What needs nothing that an earlier engine left. */
const atOnce: ReadonlySet<ControlCommand['kind']> = new Set(['pause', 'resume', 'link']);
/** What would be lost with an engine that leads no more, without anybody being told. */
const forWhoLeads: ReadonlySet<ControlCommand['kind']> = new Set([
  'pause',
  'resume',
  'alert',
  'silenceFor',
  'putRules',
]);

/** Carries out on an engine what other programs ask for. */
export function controlOf(
  engine: Pick<Engine, 'requireLead' | 'pause' | 'resume' | 'isPaused' | 'recovery' | 'store' | 'alerts' | 'server'>,
  now: () => number,
): Control {
  return async (command, progress, signal) => {
    if (!atOnce.has(command.kind)) await engine.recovery.over(signal);
    if (forWhoLeads.has(command.kind)) await requireLead(engine);
    switch (command.kind) {
      case 'pause':
      case 'resume':
        engine[command.kind]();
        return { paused: engine.isPaused };
      case 'link':
        return linkTo(engine.server);
      case 'alert':
        return told(engine.alerts, command.what);
      case 'silenceFor':
        return told(engine.alerts, {
          kind: 'silence',
          alert: command.alert,
          until: now() + command.minutes * 60_000,
        });
      case 'putRules':
        return engine.alerts.putRules(command.text);
      case 'backup':
      case 'restore':
      case 'validate':
      case 'sessions':
      case 'purge':
      case 'maintenance':
        return storeJob(engine.store, command, progress, signal);
    }
  };
}

/** @throws Refusal 503 when another process leads by now. */
async function requireLead(engine: Pick<Engine, 'requireLead'>): Promise<void> {
  try {
    await engine.requireLead();
  } catch (error) {
    if (error instanceof Superseded) throw new Refusal(503, 'superseded', error.message, { 'Retry-After': '1' });
    throw error;
  }
}

/** @throws Error for people while the server does not listen. */
function linkTo(server: Pick<Server, 'entrance'>): object {
  const { url, gate } = server.entrance();
  return { url: gate.linkAt(url) };
}

/** @throws Refusal 409 when it cannot be done, such as for an alert that is over. */
function told(alerts: AlertRoom, command: AlertCommand): object {
  try {
    alerts.command(command);
  } catch (error) {
    if (error instanceof AlertRefusal) throw new Refusal(409, 'alert_refused', error.message);
    throw error;
  }
  return { alert: alerts.info().active.find(({ id }) => id === command.alert) ?? null };
}
