import path from 'node:path';
import type { Disk } from '../../src/engine/store/disk/disk';
import type { RecordCipher } from '../../src/engine/store/encryption/cipher';
import { headerOf, readJournal } from '../../src/engine/store/journal/journalContent';
import { journalName, parseJournalName } from '../../src/engine/store/journal/journalName';
import { samplesOf } from '../../src/engine/store/journal/journalSamples';
import type { JournalRig } from './journalRig';
import { rigValue } from './journalRig';

const most = 64 * 1024 * 1024;

/** What all journals of a folder hold together. */
export interface ReadBack {
  /** By name of the group, the numbers of its rows. */
  readonly rows: ReadonlyMap<string, number[]>;
  readonly events: number[];
  readonly journals: number;
  /** Values that are not what was written. */
  readonly wrong: string[];
}

/** Reads the journals of a rig as recovery would: each up to what the next one says was acknowledged of it. */
export async function readBack(disk: Disk, dataDir = '/data', cipher?: RecordCipher): Promise<ReadBack> {
  const folder = path.join(dataDir, 'journal');
  const names = (await disk.list(folder)).filter((name) => parseJournalName(name)).sort();
  const rows = new Map<string, number[]>();
  const events: number[] = [];
  const wrong: string[] = [];
  for (const name of names) {
    const { epoch, sequence } = parseJournalName(name)!;
    const next = journalName({ epoch, sequence: sequence + 1 });
    const upTo = names.includes(next)
      ? headerOf(await disk.read(path.join(folder, next), most))?.previousBytes
      : undefined;
    const content = readJournal(await disk.read(path.join(folder, name), most), upTo, cipher);
    for (const record of content.records) if (record.kind === 'event') events.push(record.event.sequence - 1);
    for (const { group, columns } of samplesOf(content)) {
      const numbers = [...columns[0]!.values];
      rows.set(group, [...(rows.get(group) ?? []), ...numbers]);
      for (const [column, { values }] of columns.entries())
        for (const [i, value] of values.entries())
          if (!Object.is(value, rigValue(numbers[i]!, column)))
            wrong.push(`${group} ${numbers[i]!}.${column}: ${value}`);
    }
  }
  return { rows, events, journals: names.length, wrong };
}

/** What is not as promised: every acknowledged row and event there once, none missing before another; undefined when all is well. */
export function broken(rig: JournalRig, { rows, events, wrong }: ReadBack): string | undefined {
  if (wrong.length > 0) return `wrong values: ${wrong[0]!}`;
  if (!isCount(events)) return `events are ${events.join()}`;
  if (events.length < rig.acknowledgedEvents) return `${events.length} of ${rig.acknowledgedEvents} events are there`;
  for (const group of rig.ring.groups()) {
    const found = rows.get(group.name) ?? [];
    const acknowledged = rig.writer.acknowledged?.rows.get(group.id) ?? 0;
    if (!isCount(found)) return `rows of ${group.name} are ${found.join()}`;
    if (found.length < acknowledged) return `${found.length} of ${acknowledged} rows of ${group.name} are there`;
  }
  return undefined;
}

/** 0, 1, 2 and so on. */
const isCount = (numbers: readonly number[]): boolean => numbers.every((number, i) => number === i);
