import { copyFile, constants } from 'node:fs/promises';
import path from 'node:path';
import { migrateConfig as migrated } from '../engine/config/migrateConfig';
import { readConfigFile } from '../engine/config/readConfigFile';
import { writeAtomically } from '../engine/serve/atomicFile';
import { messageOf } from '../protocol/messageOf';
import { Failure } from './failure';
import { table } from './table';
import type { Verb } from './verb';
import { textOf } from './words';

export const migrateConfig: Verb = {
  meaning: 'Brings a configuration file of an older shape to today’s keys; the old file is kept as FILE.bak.',
  positionals: [{ name: 'FILE', meaning: 'The configuration file' }],
  options: {},
  run: async (values, { out, err }) => {
    const file = path.resolve(textOf(values, 'FILE') ?? '');
    const json = await read(file);
    if (!isConfig(json)) throw new Failure(`${file} holds no configuration: that is a JSON object. Check the path.`);
    const { config, moves, warnings } = migrated(json);
    for (const warning of warnings) err(`warn: ${warning}`);
    // Taking out what another key says as well is a change without a move.
    if (JSON.stringify(config) === JSON.stringify(json)) {
      out('Nothing had to be changed.');
      return;
    }
    await keep(file);
    await write(file, `${JSON.stringify(config, undefined, 2)}\n`);
    const rows = moves.map(({ from, to, before, after }) => [from, JSON.stringify(before), to, JSON.stringify(after)]);
    out(table([['old key', 'value', 'key', 'value'], ...rows]));
    err(`The old file is kept as ${file}.bak.`);
  },
};

async function read(file: string): Promise<unknown> {
  try {
    return await readConfigFile(file);
  } catch (error) {
    throw new Failure(messageOf(error));
  }
}

/** An older copy is what somebody may still need, so that it is never written over. */
async function keep(file: string): Promise<void> {
  try {
    await copyFile(file, `${file}.bak`, constants.COPYFILE_EXCL);
  } catch (error) {
    throw new Failure(
      `${file} was left as it is, since no copy could be kept as ${file}.bak: ${messageOf(error)}. Move that file away, or make the folder writable.`,
    );
  }
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeAtomically(file, text);
  } catch (error) {
    throw new Failure(`${file} could not be written: ${messageOf(error)}. It is as it was. Make the folder writable.`);
  }
}

function isConfig(json: unknown): boolean {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
