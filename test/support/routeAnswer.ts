import assert from 'node:assert/strict';
import type { Role } from '../../src/protocol/role';
import { Parameters } from '../../src/engine/serve/parameters';
import { Refusal } from '../../src/engine/serve/refusal';
import { routes } from '../../src/engine/serve/routes/table';
import type { Sources } from '../../src/engine/serve/sources';
import { parseTarget } from '../../src/engine/serve/target';

/** What a client gets to see: the status and the parsed body. @param role undefined: it shows no token. */
export async function get(url: string, sources: Sources, role?: Role): Promise<{ status: number; json: unknown }> {
  const { path, parameters } = parseTarget(url);
  const route = routes.get(path);
  assert.ok(route, `no route ${path}`);
  try {
    const given = route.answer(new Parameters(parameters), sources, undefined, role);
    const answer = 'later' in given ? await given.later(new AbortController().signal) : given;
    if ('body' in answer) return { status: answer.status ?? 200, json: JSON.parse(JSON.stringify(answer.body)) };
    let text = '';
    for (let next = answer.pieces.next(); next.done !== true; next = answer.pieces.next()) text += next.value;
    return { status: 200, json: JSON.parse(text) };
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, json: error.body };
    throw error;
  }
}
