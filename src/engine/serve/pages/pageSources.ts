import type { AlertCommand, AlertsInfo } from '../../../protocol/alerts';
import type { StreamRequest } from '../../../protocol/engineLink';
import type { PastSource } from '../../../protocol/feed/pageQuestions';
import type { StreamReader } from '../../../protocol/feed/streamReader';
import type { Config } from '../../../protocol/settings';
import type { EngineStatus } from '../../../protocol/status';
import type { LayoutInForce } from './layoutReader';

/** Where pages in a browser have from what they show. */
export interface PageSources extends PastSource {
  /** Opens a stream until it is disposed; `reset` is told at its beginning. */
  readonly openStream: (request: StreamRequest, reader: StreamReader) => { dispose(): void };
  readonly status: () => EngineStatus;
  /** Undefined before it is known which there are. */
  readonly alerts: () => AlertsInfo | undefined;
  readonly config: () => Config;
  readonly layout: () => LayoutInForce | undefined;
  /** Rejects with an Error for people when it cannot be done, such as for an alert that is over. */
  readonly alert: (command: AlertCommand) => Promise<void>;
}
