import type { AlertRoom } from './alertRoom';
import type { Clock } from './clock';
import type { Engine } from './engine';
import { controlOf } from './engineControl';
import type { EngineReport } from './engineReport';
import type { ModelRoom } from './modelRoom';
import type { Pipeline } from './pipeline';
import type { ServerOptions } from './serve/server';

export interface EngineParts {
  readonly engine: Engine;
  readonly pipeline: Pipeline;
  readonly models: Pick<ModelRoom, 'book' | 'times'>;
  readonly alerts: Pick<AlertRoom, 'info'>;
  readonly report: Pick<EngineReport, 'health'>;
  readonly clock: Clock;
}

/** What the server's answers are made of, each from the room that knows it. */
export function sourcesOf({ engine, pipeline, models, alerts, report, clock }: EngineParts): ServerOptions['sources'] {
  return {
    reader: pipeline,
    status: () => engine.status(),
    activity: () => models.book.activity(),
    times: () => models.times.all(),
    figures: () => report.health(),
    alerts: () => alerts.info(),
    control: controlOf(engine, () => clock.now()),
    history: (request, signal) => engine.store.history(request, signal),
  };
}
