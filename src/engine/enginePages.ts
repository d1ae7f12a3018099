import type { StreamRequest } from '../protocol/engineLink';
import type { StreamReader } from '../protocol/feed/streamReader';
import type { Config } from '../protocol/settings';
import type { Engine } from './engine';
import { marksOf } from './engineMarks';
import { PageRoom, type PageRoomOptions } from './serve/pages/pageRoom';
import type { StreamMessage } from './stream';

export interface EnginePagesOptions extends Pick<PageRoomOptions, 'root' | 'dataDir' | 'ticker'> {
  readonly config: () => Config;
}

type Watched = Pick<Engine, 'streams' | 'status' | 'alerts' | 'store' | 'recovery' | 'requireLead'>;

/** The pages that show an engine in browsers, told of its alerts. */
export function pagesOf(engine: Watched, { config, ...options }: EnginePagesOptions): PageRoom {
  const pages = new PageRoom({ ...options, sources: sourcesOf(engine, config) });
  engine.alerts.watchers.add({
    changed: () => {
      pages.alertsChanged();
    },
    noticed: (notice) => {
      pages.notice(notice);
    },
  });
  return pages;
}

/** What pages in browsers show of an engine. */
function sourcesOf(engine: Watched, config: () => Config): PageRoomOptions['sources'] {
  return {
    openStream: (request: StreamRequest, reader: StreamReader) => {
      reader.reset();
      // The number is for who has several of them behind one door; here each has a reader of its own.
      const stream = engine.streams.open(0, request, (message) => {
        tell(reader, message);
      });
      return {
        dispose: () => {
          engine.streams.close(stream);
        },
      };
    },
    status: () => engine.status(),
    alerts: () => (engine.recovery.isOver ? engine.alerts.info() : undefined),
    config,
    history: (request) => engine.store.history(request),
    marks: (request) => marksOf(engine, request),
    alert: async (command) => {
      await engine.requireLead();
      engine.alerts.command(command);
    },
  };
}

function tell(reader: StreamReader, message: StreamMessage): void {
  switch (message.type) {
    case 'series':
      reader.series(message.series);
      return;
    case 'rows':
      reader.rows(message.rows);
      return;
    case 'activity':
      reader.activity?.(message.activity);
      return;
    case 'live':
      reader.live();
      return;
  }
}
