import type { Group } from '../../metrics/group';
import type { Stoppable } from '../../ticker';
import type { PartContext } from './part';
import { PartState } from './partState';

/** Something that is read in a moment, on every tick. */
export interface Source {
  /** Fills the group's frame, every column of it. Throws `Unreadable` and leaves the frame alone when it cannot. */
  read(): void;
  /** Gives up open files and forgets earlier readings. The next `read` opens anew. */
  close(): void;
}

/** Reads a source `hz` times a second into a group. The first reading, without a frame, gives differences a start. */
export function poll(
  context: PartContext,
  hz: number,
  name: string,
  figures: string,
  open: (group: Group) => Source,
): Stoppable {
  const group = context.group(name, hz);
  const state = new PartState(context, figures);
  const source = open(group);
  const attempt = (): boolean => {
    try {
      source.read();
    } catch (error) {
      source.close();
      state.failed(error, group.layout);
      return false;
    }
    state.works(group.layout);
    return group.layout.length > 0;
  };
  attempt();
  const ticking = context.ticker.every(
    1000 / hz,
    (now) => {
      if (state.isDue && attempt()) context.sink.commit(group, now);
    },
    context.late,
  );
  return {
    stop: () => {
      ticking.stop();
      source.close();
    },
  };
}
