import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SeriesInfo } from '../../src/protocol/metric';
import type { EngineStatus } from '../../src/protocol/status';
import type { PlainMessage, PlainRows } from './feed';

interface Recording {
  readonly status: EngineStatus;
  readonly series: readonly SeriesInfo[];
  readonly rows: PlainRows[];
}

/** What an engine told a stream of a small machine in 13 seconds; names of devices are changed. */
export function recordedMachine(): readonly PlainMessage[] {
  const file = path.join(process.cwd(), 'test', 'browser', 'recorded', 'smallMachine.json');
  const { status, series, rows } = JSON.parse(readFileSync(file, 'utf8')) as Recording;
  return [
    { type: 'reset' },
    { type: 'status', status },
    { type: 'series', series },
    { type: 'rows', rows },
    { type: 'live' },
  ];
}
