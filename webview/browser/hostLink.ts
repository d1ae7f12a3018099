import * as v from 'valibot';
import type { PageView } from '../../src/protocol/feed/pagePaths';
import type { Link } from '../shared/link';
import { vscodeLink } from '../shared/vscodeLink';
import { BrowserBar } from './browserBar';
import { SocketLink } from './socketLink';

const status = v.object({ type: v.literal('status'), status: v.object({ version: v.string() }) });

/** The link of a page to whoever feeds it; in a browser it comes with a bar above the page. */
export function hostLink(view: PageView): Link {
  return 'acquireVsCodeApi' in window ? vscodeLink() : browserLink(view);
}

function browserLink(view: PageView): Link {
  const bar = new BrowserBar(view);
  const link = new SocketLink(view, (state) => {
    bar.write(state, (other) => link.addressOf(other));
  });
  bar.write({ kind: 'connecting' }, (other) => link.addressOf(other));
  document.body.classList.add('in-browser');
  document.body.prepend(bar.root);
  return {
    isInVscode: link.isInVscode,
    post: link.post.bind(link),
    loadState: link.loadState.bind(link),
    saveState: link.saveState.bind(link),
    listen: (receive) => {
      link.listen((message) => {
        const told = v.safeParse(status, message);
        if (told.success) bar.writeVersion(told.output.status.version);
        receive(message);
      });
    },
  };
}
