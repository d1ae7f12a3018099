import type { ToView } from '../viewLink';
import type { StreamReader } from './streamReader';

/** Hands on to a page what a stream brings. */
export function postingReader(post: (message: ToView) => void): StreamReader {
  return {
    reset: () => {
      post({ type: 'reset' });
    },
    renewed: () => {
      post({ type: 'renewed' });
    },
    series: (series) => {
      post({ type: 'series', series });
    },
    rows: (rows) => {
      post({ type: 'rows', rows });
    },
    live: () => {
      post({ type: 'live' });
    },
    activity: (activity) => {
      post({ type: 'activity', activity });
    },
  };
}
