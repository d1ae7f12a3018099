import { pageTime, type PageTime } from '../frameLoop';
import { watchInteractions } from './interactions';

/** The clock of a page, and what it tells of its painting and its use. */
export interface UxTime extends Pick<PageTime, 'now' | 'isVisible' | 'startTimer' | 'stopTimer'> {
  /** Calls `painted` in the first task after each `askPainted`, which comes after the frame that asked is painted. */
  watchPainted(painted: () => void): void;
  /** Call it while a frame is drawn. */
  askPainted(): void;
  /** Calls with the time from each key or click until its effect was painted, ms. Returns how to stop. */
  watchInteractions(took: (ms: number) => void): () => void;
}

export function uxTimeOfPage(): UxTime {
  // A message is a task, and the browser paints a frame before it goes on to the next task.
  const { port1, port2 } = new MessageChannel();
  const askPainted = (): void => {
    port2.postMessage(null);
  };
  return {
    ...pageTime,
    watchPainted: (painted) => {
      port1.onmessage = () => {
        painted();
      };
    },
    askPainted,
    watchInteractions,
  };
}
