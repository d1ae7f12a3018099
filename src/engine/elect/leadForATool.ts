import type { Log } from '../log';
import type { Leadership } from './leading';
import { Member } from './member';
import { waitingReasons } from './waitingReasons';

/** The right of one command to write to a data folder. */
export interface ToolLeadership extends Leadership {
  /** Gives it back, and says so to those who wait. */
  release(): Promise<void>;
}

/**
 * Leads without an engine, for a command that writes to the data folder itself. Windows that come meanwhile wait.
 * @throws Error with a sentence for people when another process leads, or when nobody can.
 */
export async function leadForATool(dataDir: string, version: string, log: Log): Promise<ToolLeadership> {
  let member: Member | undefined;
  try {
    const leadership = await new Promise<Leadership>((resolve, reject) => {
      member = new Member({
        ...{ dataDir, version, log, role: 'tool' },
        lead: (given) => {
          resolve(given);
          return Promise.resolve({ stop: () => Promise.resolve() });
        },
        changed: (state) => {
          if (state.kind === 'waiting') reject(new Error(state.reason));
          if (state.kind !== 'following') return;
          reject(new Error(waitingReasons.follows(state.leader.kind, state.leader.pid)));
        },
      });
      member.start();
    });
    return { ...leadership, release: () => member?.stop() ?? Promise.resolve() };
  } catch (error) {
    await member?.stop();
    throw error;
  }
}
