import path from 'node:path';
import { exportFormats, type ExportFormat, type ExportRange, type StoreJob } from '../../protocol/storeJobs';
import { wrongUsage } from '../failure';
import { timeSpanOf } from '../timeSpan';
import { dataDirOption, type OptionValues, type Verb } from '../verb';
import { textOf } from '../words';
import { dataDirOf, readingJob } from './jobs';
import { outputDisk } from './outputDisk';

const dayMs = 86_400_000;

export const exportData: Verb = {
  meaning: 'Writes samples and events that are recorded, for other programs.',
  options: {
    session: { type: 'string', value: 'S', meaning: 'Of this session' },
    from: { type: 'string', value: 'T', meaning: 'From this time on, such as 2026-11-21 or -24h (default: a day ago)' },
    to: { type: 'string', value: 'T', meaning: 'Up to this time (default: now)' },
    metrics: { type: 'string', value: 'GLOBS', meaning: 'Metrics, such as system.*,model.ttft_ms (default: all)' },
    format: { type: 'string', value: 'F', meaning: 'json, csv or yaml (default json)' },
    out: { type: 'string', value: 'FILE', meaning: 'File to write (default: standard output)' },
    'data-dir': dataDirOption,
  },
  run: async (values, surroundings) => {
    const format = formatOf(values);
    const range = rangeOf(values);
    const metrics = metricsOf(values);
    const out = textOf(values, 'out');
    const dataDir = await dataDirOf(values, surroundings);
    const file = path.resolve(out ?? `export.${format}`);
    const job: Extract<StoreJob, { kind: 'export' }> = { kind: 'export', file, format, range, metrics };
    if (out !== undefined) {
      surroundings.out(JSON.stringify(await readingJob(job, dataDir, surroundings)));
      return;
    }
    if (format === 'csv') surroundings.err('Events are a table of their own and are left out. Give --out to get both.');
    await readingJob(job, dataDir, surroundings, outputDisk(file, surroundings.outBytes));
  },
};

function formatOf(values: OptionValues): ExportFormat {
  const text = textOf(values, 'format') ?? 'json';
  const format = exportFormats.find((each) => each === text);
  if (format) return format;
  throw wrongUsage(`--format takes one of ${exportFormats.join(', ')}`, 'export');
}

function rangeOf(values: OptionValues): ExportRange {
  const [session, from, to] = ['session', 'from', 'to'].map((name) => textOf(values, name));
  if (session !== undefined) {
    if (from !== undefined || to !== undefined)
      throw wrongUsage('--session is a range of its own. Leave out --from and --to', 'export');
    return { session };
  }
  return timeSpanOf(values, dayMs, 'export');
}

function metricsOf(values: OptionValues): readonly string[] {
  const metrics = (textOf(values, 'metrics') ?? '').split(',').filter((name) => name !== '');
  if (metrics.length <= 64 && metrics.every((name) => /^[A-Za-z0-9_.*]{1,128}$/.test(name))) return metrics;
  throw wrongUsage('--metrics takes metrics with commas between them, * for any part', 'export');
}
