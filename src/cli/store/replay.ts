import path from 'node:path';
import * as v from 'valibot';
import { importedOf } from '../../engine/store/events/exportedEvent';
import { replay as replayEvents } from '../../engine/store/events/replay';
import type { StoreEvent } from '../../engine/store/events/storeEvent';
import type { ReplayReport } from '../../protocol/storeJobs';
import { Failure, wrongUsage } from '../failure';
import { table } from '../table';
import { dataDirOption, type OptionValues, type Surroundings, type Verb } from '../verb';
import { textOf } from '../words';
import { dataDirOf, readingJob } from './jobs';
import { readJsonFile } from './readJsonFile';

export const replay: Verb = {
  meaning: 'Steps through the events of a session and compares where they lead with what was written down.',
  positionals: [{ name: 'SESSION', meaning: 'A session as list names it', isOptional: true }],
  options: {
    json: { type: 'string', value: 'FILE', meaning: 'Read the events from an export in JSON' },
    verbose: { type: 'boolean', meaning: 'Print every step' },
    'data-dir': dataDirOption,
  },
  run: async (values, surroundings) => {
    const report = await reportOf(values, surroundings);
    if (values['verbose'] === true)
      surroundings.out(table([['number', 'time', 'event', 'changes'], ...report.steps.map(rowOf)]));
    const { session, events, snapshots, divergences, state } = report;
    surroundings.out(JSON.stringify({ session, events, snapshots, divergences, state: JSON.parse(state) as unknown }));
    if (divergences.length > 0)
      throw new Failure(
        `Replaying leads elsewhere than what was written down in ${divergences.length} places: events are missing or were changed. wirthforge validate tells whether a file is damaged.`,
      );
  },
};

async function reportOf(values: OptionValues, surroundings: Surroundings): Promise<ReplayReport> {
  const session = textOf(values, 'SESSION');
  const file = textOf(values, 'json');
  if (file !== undefined) return replayEvents(await eventsIn(path.resolve(file), session), []);
  if (session === undefined) throw wrongUsage('SESSION is missing: a session as list names it', 'replay');
  return readingJob({ kind: 'replay', session }, await dataDirOf(values, surroundings), surroundings);
}

const exported = v.union([v.object({ events: v.array(v.unknown()) }), v.array(v.unknown())]);

/** The events of one session in an export: the one that is named, else that of the first event. */
async function eventsIn(file: string, wanted: string | undefined): Promise<StoreEvent[]> {
  const parsed = v.safeParse(exported, await readJsonFile(file));
  if (!parsed.success) throw new Failure(`${file} holds no events. Make it with wirthforge export --format json.`);
  const values = Array.isArray(parsed.output) ? parsed.output : parsed.output.events;
  const events: StoreEvent[] = [];
  let session = wanted;
  for (const [index, value] of values.entries()) {
    const read = importedOf(value, events.length + 1);
    if ('problem' in read)
      throw new Failure(`Event ${index + 1} in ${file} is none: ${read.problem}. Export it again.`);
    session ??= read.event.session;
    if (read.event.session === session) events.push(read.event);
  }
  if (events.length === 0)
    throw new Failure(`${file} holds no events${session === undefined ? '' : ` of ${session}`}.`);
  return events.sort((a, b) => a.sequence - b.sequence);
}

function rowOf({ sequence, timestamp, type, changes }: ReplayReport['steps'][number]): string[] {
  const told = changes.map(([place, value]) => `${place} = ${value}`).join('; ');
  return [String(sequence), new Date(timestamp).toISOString(), type, told];
}
