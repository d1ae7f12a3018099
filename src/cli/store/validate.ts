import { Failure } from '../failure';
import { table } from '../table';
import { dataDirOption, type Verb } from '../verb';
import { dataDirOf, readingJob } from './jobs';

export const validate: Verb = {
  meaning: 'Reads everything that is recorded and tells what of it is not right; changes nothing.',
  options: { json: { type: 'boolean', meaning: 'Print JSON' }, 'data-dir': dataDirOption },
  run: async (values, surroundings) => {
    const dataDir = await dataDirOf(values, surroundings);
    const report = await readingJob({ kind: 'validate' }, dataDir, surroundings);
    if (values['json'] === true) surroundings.out(JSON.stringify(report));
    else {
      const { files, bytes, samples, events, problems } = report;
      surroundings.out(`${files} files, ${bytes} bytes, ${samples} samples, ${events} events.`);
      if (problems.length > 0)
        surroundings.out(table([['weight', 'file', 'what'], ...problems.map((p) => [p.weight, p.file, p.what])]));
    }
    const losses = report.problems.filter(({ weight }) => weight === 'loss').length;
    if (losses > 0)
      throw new Failure(
        `${losses} ${losses === 1 ? 'problem means' : 'problems mean'} that something cannot be read any more. Restore a backup if you need it; the rest stays readable.`,
      );
  },
};
