import type { Group } from '../../metrics/group';
import type { Sink } from '../collector';

export const connectionStates = ['established', 'listen', 'time_wait', 'close_wait', 'other'] as const;
export type ConnectionState = (typeof connectionStates)[number];

/** How many connections are in each state. */
export type ConnectionCounts = Record<ConnectionState, number>;

export function noConnections(): ConnectionCounts {
  return { established: 0, listen: 0, time_wait: 0, close_wait: 0, other: 0 };
}

/** Lays out a group for connections by state. */
export function layOutConnections(sink: Sink, group: Group): void {
  group.setLayout(connectionStates.map((state) => sink.series('system.connections', { state })));
}

export function fillConnections(group: Group, counts: ConnectionCounts): void {
  connectionStates.forEach((state, column) => {
    group.values[column] = counts[state];
  });
}
