import type { FromView } from '../../src/protocol/viewLink';
import type { Link } from './link';

interface VscodeApi {
  postMessage(message: FromView): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VscodeApi;

/** The link to the extension host. VS Code gives it out once a page, so call this once. */
export function vscodeLink(): Link {
  const api = acquireVsCodeApi();
  return {
    isInVscode: true,
    post: (message) => {
      api.postMessage(message);
    },
    listen: (receive) => {
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        receive(event.data);
      });
    },
    loadState: () => api.getState(),
    saveState: (state) => {
      api.setState(state);
    },
  };
}
