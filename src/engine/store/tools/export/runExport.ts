import { eventsFileOf, type ExportFormat, type StoreJob, type StoreJobResults } from '../../../../protocol/storeJobs';
import type { EventData } from '../../events/eventSchemas';
import { exportedOf } from '../../events/exportedEvent';
import { breathe } from '../../upkeep/breathe';
import { goOn, type JobContext } from '../jobContext';
import { PartFile } from '../partFile';
import { ExportCsv } from './exportCsv';
import { ExportJson } from './exportJson';
import type { ExportHead, ExportText } from './exportText';
import { ExportYaml } from './exportYaml';
import { StoreSamples } from './storeSamples';
import { StretchWriter } from './stretchWriter';
import { sessionStart } from '../sessionStart';

export type ExportJob = Extract<StoreJob, { readonly kind: 'export' }>;

/** Share of the work that is not samples. */
const restShare = 0.05;

/** Where the text of an export goes; CSV has a file for each of its two tables. */
interface Target {
  readonly samples: PartFile;
  readonly events: PartFile;
}

/** What an export told. */
interface Told {
  samples: number;
  events: number;
}

/**
 * Writes what the store holds of a range or a session to a file, one chunk in memory at a time. The file has its name
 * only once it is complete; a cancelled export leaves nothing.
 * @throws Error of the disk, or the reason of the abort.
 */
export async function runExport(job: ExportJob, context: JobContext): Promise<StoreJobResults['export']> {
  const { folder, record } = context;
  const about = aboutOf(job);
  await record('export.started', about);
  const told: Told = { samples: 0, events: 0 };
  let bytes = 0;
  let outcome: EventData['export.finished']['outcome'] = 'failed';
  try {
    await context.rotate();
    await folder.refresh();
    // Files that are put together or removed meanwhile would leave holes: then it begins anew.
    bytes = await folder.whileItLasts(() => writeOnce(job, context, told));
    outcome = 'done';
  } finally {
    if (context.signal.aborted) outcome = 'cancelled';
    await record('export.finished', { ...about, outcome, bytes, ...told });
  }
  return { file: job.file, bytes, ...told };
}

async function writeOnce(job: ExportJob, context: JobContext, told: Told): Promise<number> {
  const disk = context.exportDisk ?? context.folder.disk;
  told.samples = told.events = 0;
  const samples = await PartFile.open(disk, job.file);
  const parts = [samples];
  try {
    if (job.format === 'csv') parts.unshift(await PartFile.open(disk, eventsFileOf(job.file)));
    await writeAll(job, context, { samples, events: parts[0]! }, told);
    // The file that was asked for comes last, so that it never stands alone.
    for (const part of parts) await part.publish();
    return parts.reduce((sum, part) => sum + part.bytes, 0);
  } catch (error) {
    for (const part of parts) await part.discard();
    throw error;
  }
}

async function writeAll(job: ExportJob, context: JobContext, target: Target, told: Told): Promise<void> {
  const store = new StoreSamples(context.folder, job.range, job.metrics.length === 0 ? ['*'] : job.metrics);
  context.progress({ step: 'Looking for series' });
  const all = await store.open(() => {
    goOn(context);
  });
  const text = textOf(job.format, {
    exportedAt: context.now(),
    ...('session' in job.range
      ? { from: sessionStart(job.range.session), to: context.now(), session: job.range.session }
      : job.range),
  });
  await target.samples.text(text.begin());
  for (const [index, series] of all.entries()) {
    const { metric } = series.series;
    context.progress({ step: `Writing ${metric}`, share: (index / all.length) * (1 - restShare) });
    const writer = new StretchWriter(text, series.series);
    await store.visit(series, async (points, session) => {
      await target.samples.text(writer.take(points, series.states.get(session)));
      await breathe(context.signal);
    });
    await target.samples.text(writer.end());
    told.samples += writer.samples;
  }
  context.progress({ step: 'Writing events', share: 1 - restShare });
  await target.events.text(text.beginEvents());
  await store.visitEvents(async (event) => {
    await target.events.text(text.event(exportedOf(event)));
    if (++told.events % 1000 === 0) await breathe(context.signal);
  });
  await target.events.text(text.end());
  goOn(context);
}

function textOf(format: ExportFormat, head: ExportHead): ExportText {
  switch (format) {
    case 'json':
      return new ExportJson(head);
    case 'csv':
      return new ExportCsv();
    case 'yaml':
      return new ExportYaml(head);
  }
}

/** What the log of events says of an export: never where on the disk it went. */
function aboutOf({ format, range }: ExportJob): EventData['export.started'] {
  if ('session' in range) return { format, from: null, to: null, session: range.session };
  return { format, from: range.from, to: range.to, session: null };
}
