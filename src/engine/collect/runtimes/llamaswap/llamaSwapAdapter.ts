import type { Adapter, Reading, Reply } from '../adapter';
import { isRunningPage } from './runningPage';

const runningPath = '/running';
const note =
  'llama-swap is recognised but not read. The llama-servers behind it are read where they are found, or listed in the setting wirthforge.runtimes.';

/** Recognises a llama-swap, and reads nothing of it. */
export class LlamaSwapAdapter implements Adapter {
  readonly kind = 'llamaswap';
  readonly pulsePath = runningPath;

  plan(): readonly string[] {
    return [runningPath];
  }

  digest(replies: readonly Reply[]): Reading {
    const result = replies[0]?.result ?? { outcome: 'malformed', reason: 'gave no answer' };
    if (result.outcome !== 'ok') return { state: 'failed', path: runningPath, failure: result };
    if (isRunningPage(result.body)) return { state: 'read', models: [], notes: [note] };
    const failure = { outcome: 'malformed', reason: 'answers, but is not a llama-swap any more' } as const;
    return { state: 'failed', path: runningPath, failure };
  }

  /** Only whether it is still there. */
  periodMs(): number {
    return 30_000;
  }

  lost(): void {
    // Nothing is kept of it.
  }
}
