import type { FromView } from '../../src/protocol/viewLink';

/** How a view reaches whoever feeds it: the host of a panel, or a server behind a browser's page. */
export interface Link {
  /** Whether VS Code is around the page and shows notifications itself; in a browser the page draws them. */
  readonly isInVscode: boolean;
  post(message: FromView): void;
  /** Hands on each message as it came; whether it is one of the protocol is not yet known. */
  listen(receive: (message: unknown) => void): void;
  /** What `saveState` was last given, also by an earlier page; undefined if there was none. */
  loadState(): unknown;
  saveState(state: unknown): void;
}
