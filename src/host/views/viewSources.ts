import type { Layout, LayoutChange } from '../../protocol/layout/layout';
import type { Config } from '../../protocol/settings';
import type { EngineClient } from '../engineClient';
import type { HostLog } from '../log';
import type { Observed } from '../observable';

/** What the dashboard shows, as its file says, and how that is changed. */
export interface LayoutSource {
  /** Undefined until the file was read. `problem`: why it is not in force as it is written, for people. */
  readonly layout: Observed<{ readonly layout: Layout; readonly problem?: string } | undefined>;
  /** @throws Error with a sentence for people when the change cannot be made. */
  change(change: LayoutChange): Promise<void>;
}

/** Where views have from what they show. */
export interface ViewSources {
  readonly engine: Pick<
    EngineClient,
    'openStream' | 'status' | 'alerts' | 'onNotice' | 'alert' | 'history' | 'marks' | 'ux'
  >;
  readonly config: Observed<Config>;
  readonly log: Pick<HostLog, 'write'>;
  /** Only the dashboard has one. */
  readonly layout?: LayoutSource;
}
