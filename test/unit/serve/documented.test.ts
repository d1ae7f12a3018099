import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { it } from 'node:test';
import { commandRoutes } from '../../../src/engine/serve/control/commandRoutes';
import { routes } from '../../../src/engine/serve/routes/table';

it('every path of the server is described, with how it is asked', async () => {
  const described = await readFile(path.join(process.cwd(), 'docs', 'api.md'), 'utf8');
  const asked = [
    ...Array.from(routes.keys(), (where) => `GET ${where}`),
    ...Array.from(commandRoutes, ([where, { method }]) => `${method} ${where}`),
  ];
  assert.deepEqual(
    asked.filter((request) => !described.includes(`\`${request}\``)),
    [],
  );
});
