import type { Engine } from './engine';
import type { Control } from './serve/control/commandAnswer';

/** Carries out on an engine what other programs ask for. */
export function controlOf(engine: Pick<Engine, 'pause' | 'resume' | 'status' | 'store'>): Control {
  return async (command, progress, signal) => {
    if (command.kind !== 'pause' && command.kind !== 'resume') return engine.store.runJob(command, progress, signal);
    engine[command.kind]();
    return { paused: engine.status().paused };
  };
}
