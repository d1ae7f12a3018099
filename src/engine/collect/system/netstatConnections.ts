import { noConnections, type ConnectionCounts, type ConnectionState } from './connectionsFrame';

const states: Partial<Record<string, ConnectionState>> = {
  ESTABLISHED: 'established',
  LISTEN: 'listen',
  LISTENING: 'listen',
  TIME_WAIT: 'time_wait',
  CLOSE_WAIT: 'close_wait',
};
const passing = /^(?:SYN_SENT|SYN_RCVD|SYN_RECEIVED|FIN_WAIT_?[12]|CLOSED|CLOSING|LAST_ACK|BOUND)$/;

/**
 * Counts what `netstat -an` prints of TCP, on macOS and on Windows. Undefined when no state is one of the English names:
 * then the counts would all be wrong.
 */
export function parseNetstatConnections(output: string): ConnectionCounts | undefined {
  const counts = noConnections();
  let known = 0;
  let unknown = 0;
  for (const line of output.split('\n')) {
    const words = line.trim().split(/\s+/);
    if (!/^tcp/i.test(words[0] ?? '')) continue;
    const state = words.find((word) => states[word] !== undefined || passing.test(word));
    if (state === undefined) unknown++;
    else {
      known++;
      counts[states[state] ?? 'other']++;
    }
  }
  if (known === 0 && unknown > 0) return undefined;
  counts.other += unknown;
  return counts;
}
