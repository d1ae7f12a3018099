import '../../webview/shared/l10nStart';
import type { Link } from '../../webview/shared/link';
import { Dashboard } from '../../webview/dashboard/dashboard';

/** The dashboard as in a browser's page, with the test in the place of the server. */
const link: Link = {
  isInVscode: false,
  post: (message) => {
    window.fakeHost.hear(message);
  },
  listen: (receive) => {
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      receive(event.data);
    });
  },
  loadState: () => window.fakeHost.state,
  saveState: (state) => {
    window.fakeHost.state = state;
  },
};

new Dashboard(document.querySelector<HTMLElement>('main#app')!, link).start();
