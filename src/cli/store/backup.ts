import path from 'node:path';
import { wrongUsage } from '../failure';
import { dataDirOption, type OptionValues, type Surroundings, type Verb } from '../verb';
import { textOf } from '../words';
import { dataDirOf, writingJob } from './jobs';

export const backup: Verb = {
  meaning: 'Puts everything that is recorded, and your own rules and layouts, into one archive.',
  positionals: [{ name: 'FILE', meaning: 'The archive to write, such as monitor.zip' }],
  options: { 'data-dir': dataDirOption },
  run: async (values, surroundings) => {
    const file = archiveOf(values, 'backup');
    const dataDir = await dataDirOf(values, surroundings);
    const result = await writingJob({ kind: 'backup', file }, { action: 'backup', file }, dataDir, surroundings);
    surroundings.out(JSON.stringify(result));
  },
};

export const restore: Verb = {
  meaning: 'Puts a backup in the place of what is recorded; that is kept beside it.',
  positionals: [{ name: 'FILE', meaning: 'An archive that backup made' }],
  options: { 'data-dir': dataDirOption },
  run: async (values, surroundings) => {
    const file = archiveOf(values, 'restore');
    const dataDir = await dataDirOf(values, surroundings);
    const result = await writingJob({ kind: 'restore', file }, { action: 'restore', file }, dataDir, surroundings);
    told(result, surroundings);
  },
};

/** The absolute path, since a running monitor has another working folder. */
function archiveOf(values: OptionValues, verb: string): string {
  const file = path.resolve(textOf(values, 'FILE') ?? '');
  if (file.endsWith('.zip')) return file;
  throw wrongUsage('FILE has to end in .zip', verb);
}

function told(result: Readonly<Record<string, unknown>>, { out, err }: Surroundings): void {
  if (typeof result['keptAt'] === 'string')
    err(`What was recorded before lies in ${result['keptAt']}. Remove that folder when you no longer need it.`);
  out(JSON.stringify(result));
}
