import { setImmediate as turn } from 'node:timers/promises';

const quietTurns = 50;

/** Waits for reads outside this thread, and for those that follow from them, while time is a mocked one. */
export async function settled(): Promise<void> {
  for (let quiet = 0; quiet < quietTurns; quiet = isReading() ? 0 : quiet + 1) await turn();
}

/** Whether the system still works on a file for us: a busy one may take longer than any number of turns. */
function isReading(): boolean {
  return process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq') || name === 'CloseReq');
}
