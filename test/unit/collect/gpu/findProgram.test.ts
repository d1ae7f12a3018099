import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { findProgram } from '../../../../src/engine/collect/gpu/findProgram';
import { FakeMachine } from '../system/fakeMachine';

describe('looking for a program', () => {
  it('takes the first absolute folder that holds one that may be run, then those of the system', async () => {
    const machine = new FakeMachine();
    const at = (folder: string): string => path.join(machine.root, folder);
    try {
      for (const folder of ['a', 'b', 'system']) machine.write(`${folder}/meter`, '');
      for (const folder of ['b', 'system']) chmodSync(path.join(at(folder), 'meter'), 0o755);
      const find = (searchPath: string): Promise<string | undefined> =>
        findProgram('meter', [at('system')], searchPath);
      assert.equal(await find([at('none'), at('a'), at('b')].join(path.delimiter)), path.join(at('b'), 'meter'));
      assert.equal(await find(''), path.join(at('system'), 'meter'));
      assert.equal(
        await find(path.relative(process.cwd(), at('b'))),
        path.join(at('system'), 'meter'),
        'a relative folder is passed over',
      );
      assert.equal(await findProgram('meter', [], at('none')), undefined);
    } finally {
      machine.remove('.');
    }
  });
});
