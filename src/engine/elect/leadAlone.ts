import { setTimeout as delay } from 'node:timers/promises';
import { stackOf } from '../../protocol/messageOf';
import type { Log } from '../log';
import { NoFence, type Fence } from './fence';
import type { Leading, MemberOptions } from './leading';
import { LeadFailed } from './reign';

export interface Alone {
  /** Why no claim can be made, for people. */
  readonly reason: string;
  readonly lead: MemberOptions['lead'];
  readonly ready: (fence: Fence) => void;
  /** Whether a claim can be made again. Never rejects. */
  readonly canMeet: () => Promise<boolean>;
  /** How often that is asked, ms. */
  readonly lookMs?: number;
  readonly stopping: AbortSignal;
  readonly log: Log;
}

/**
 * Leads without a claim where none can be made, so that figures go on at least; nothing can be recorded meanwhile. Ends
 * when claims can be made again or the process stops. @throws LeadFailed.
 */
export async function leadAlone({
  reason,
  lead,
  ready,
  canMeet,
  lookMs = 10_000,
  stopping,
  log,
}: Alone): Promise<void> {
  const fence = new NoFence(Date.now(), reason);
  let leading: Leading;
  try {
    leading = await lead({ fence, takeoverMs: undefined });
  } catch (error) {
    throw new LeadFailed(String(error), { cause: error });
  }
  ready(fence);
  while (!stopping.aborted) {
    await delay(lookMs, undefined, { signal: stopping }).catch(() => undefined);
    if (await canMeet()) break;
  }
  try {
    await leading.stop('stopped');
  } catch (error) {
    log('error', `The engine did not end as it should: ${stackOf(error)}`);
  }
}
