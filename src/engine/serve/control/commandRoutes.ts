import type { Parameters } from '../parameters';
import { badRequest } from '../refusal';
import type { ControlCommand } from './controlCommand';
import { parseControl } from './parseControl';

/** A path that has the engine do something, however long it takes. */
export interface CommandRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Whether the request carries JSON. */
  readonly hasBody: boolean;
  /** @param body Undefined where the route takes none. @throws Refusal 400 for what cannot be done. */
  readonly command: (parameters: Parameters, body: unknown) => ControlCommand;
}

/** Every path of the server that is more than looking at what is in memory. */
export const commandRoutes: ReadonlyMap<string, CommandRoute> = new Map<string, CommandRoute>([
  ['/api/control', { method: 'POST', hasBody: true, command: control }],
  ['/api/data', { method: 'DELETE', hasBody: false, command: removeData }],
  ['/api/sessions', { method: 'GET', hasBody: false, command: listSessions }],
]);

function control(parameters: Parameters, body: unknown): ControlCommand {
  parameters.only();
  return parseControl(body);
}

/** A missing `before` must never mean everything. */
function removeData(parameters: Parameters): ControlCommand {
  parameters.only('before');
  const before = parameters.time('before', NaN);
  if (Number.isNaN(before))
    throw badRequest('The parameter before is missing: ms since 1970; everything earlier is removed.');
  return { kind: 'purge', what: { before } };
}

function listSessions(parameters: Parameters): ControlCommand {
  parameters.only('limit');
  return { kind: 'sessions', limit: parameters.limit(100, 10_000) };
}
