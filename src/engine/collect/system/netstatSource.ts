import type { Group } from '../../metrics/group';
import type { Sink } from '../collector';
import { fillConnections, layOutConnections } from './connectionsFrame';
import { parseNetstatConnections } from './netstatConnections';
import { ProgramSource, type Command, type RunProgram } from './program';
import { Unreadable } from './unreadable';

/** TCP connections by state, from `netstat`. */
export function netstatSource(run: RunProgram, command: Command, sink: Sink, group: Group): ProgramSource {
  layOutConnections(sink, group);
  return new ProgramSource(run, [command], ([output = '']) => {
    const counts = parseNetstatConnections(output);
    if (!counts)
      throw new Unreadable(
        `${command.file} names the states of connections in another language than English.`,
        'Windows offers no other name for them to ordinary programs; connections are counted where it speaks English.',
      );
    fillConnections(group, counts);
  });
}
