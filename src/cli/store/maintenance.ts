import path from 'node:path';
import { parseConfig } from '../../engine/config/parseConfig';
import { readConfigFile } from '../../engine/config/readConfigFile';
import type { Config } from '../../protocol/settings';
import type { MaintenanceDepth } from '../../protocol/storeJobs';
import { messageOf } from '../../protocol/messageOf';
import { Failure, wrongUsage } from '../failure';
import { dataDirOption, type OptionValues, type Verb } from '../verb';
import { textOf } from '../words';
import { dataDirOf, writingJob } from './jobs';

export const maintenance: Verb = {
  meaning: 'Tidies up what is recorded: seals, puts together, removes what is kept no longer.',
  options: {
    weekly: { type: 'boolean', meaning: 'Check everything besides' },
    monthly: { type: 'boolean', meaning: 'Check everything, and bring all of it to the newest format' },
    config: { type: 'string', value: 'FILE', meaning: 'JSON with settings, for how long things are kept' },
    'data-dir': dataDirOption,
  },
  run: async (values, surroundings) => {
    const depth = depthOf(values);
    const config = await configOf(values);
    const dataDir = await dataDirOf(values, surroundings);
    const command = { action: 'maintenance', depth };
    const result = await writingJob({ kind: 'maintenance', depth }, command, dataDir, surroundings, config);
    surroundings.out(JSON.stringify(result));
  },
};

function depthOf(values: OptionValues): MaintenanceDepth {
  if (values['weekly'] === true && values['monthly'] === true)
    throw wrongUsage('--monthly does all that --weekly does. Give one of them', 'maintenance');
  if (values['monthly'] === true) return 'monthly';
  return values['weekly'] === true ? 'weekly' : 'daily';
}

async function configOf(values: OptionValues): Promise<Config | undefined> {
  const file = textOf(values, 'config');
  if (file === undefined) return undefined;
  try {
    const { config, problems } = parseConfig(await readConfigFile(path.resolve(file)));
    const [problem] = problems;
    if (!problem) return config;
    // What is kept depends on it, so that a mistake must not fall back to a default in silence.
    throw new Error(`${problem.path}: ${problem.message} Correct ${file}, and nothing is removed by mistake`);
  } catch (error) {
    throw new Failure(messageOf(error));
  }
}
