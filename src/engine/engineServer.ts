import type { Config } from '../protocol/settings';
import type { AlertRoom } from './alertRoom';
import { watchBackup } from './backupWatch';
import type { Clock } from './clock';
import type { Components } from './components';
import type { Engine } from './engine';
import { controlOf } from './engineControl';
import type { EngineReport } from './engineReport';
import type { Log } from './log';
import type { ModelRoom } from './modelRoom';
import type { Pipeline } from './pipeline';
import type { EngineFigures } from './selfFigures';
import { Server, type ServerOptions } from './serve/server';
import type { Ticker } from './ticker';

export interface EngineParts {
  readonly engine: Engine;
  readonly config: Config;
  readonly dataDir: string;
  readonly certificateFile: string;
  readonly components: Components;
  readonly pipeline: Pipeline;
  readonly models: Pick<ModelRoom, 'book' | 'proxyUrl' | 'times'>;
  readonly alerts: Pick<AlertRoom, 'info'>;
  readonly report: Pick<EngineReport, 'health'>;
  readonly figures: EngineFigures;
  readonly clock: Clock;
  readonly ticker: Ticker;
  readonly log: Log;
  /** Told that the server listens at another port than before. */
  readonly moved: () => void;
}

/** The server that answers for an engine. */
export function serverOf(parts: EngineParts): Server {
  const { engine, components, config, figures, models } = parts;
  const component = components.open('server');
  // Until it listens, nobody is to take that for a decision.
  if (config['server.enabled']) component.starting();
  return new Server({
    ...parts,
    component,
    live: engine.live,
    pages: engine.pages,
    proxyUrl: () => models.proxyUrl,
    sources: sourcesOf(parts),
    held: (ms) => {
      figures.held('request', ms);
    },
  });
}

/** What the server's answers are made of, each from the room that knows it. */
function sourcesOf(parts: EngineParts): ServerOptions['sources'] {
  const { engine, pipeline, models, alerts, report, clock } = parts;
  return {
    reader: pipeline,
    recovery: engine.recovery,
    status: () => engine.status(),
    activity: () => models.book.activity(),
    times: () => models.times.all(),
    figures: () => report.health(),
    backup: watchBackup(parts),
    alerts: () => alerts.info(),
    control: controlOf(engine, () => clock.now()),
    history: async (request, signal) => {
      await engine.recovery.over(signal);
      return engine.store.history(request, signal);
    },
  };
}
