import type { Batch } from './batch';

/** With more than this waiting, nothing is added. */
export const mostWaitingBytes = 64 * 1024;
/** Time that a client has to take the reason for which it is closed, ms. */
export const closingMs = 5000;

/** Why a connection is closed, as WebSocket numbers it. */
export const closeCodes = { goingAway: 1001, policy: 1008, restart: 1012, tryLater: 1013 } as const;

/** Said to who was let in for a time that has passed. */
export const sessionOver = 'The session of this browser is over. Open the monitor from the editor again.';

/** The way to one client. */
export interface Outlet {
  /** Whether so little waits to be sent that more can be added. */
  readonly isReady: boolean;
  send(batch: Batch): void;
  /** Sends something that proves that both ends are there, and closes where the last one was not answered. */
  heartbeat(): void;
  /** Says why, and closes; cuts off a client that does not take even that. @param reason At most 123 bytes. */
  close(code: number, reason: string): void;
}
