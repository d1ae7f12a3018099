import type { Role } from '../../../protocol/role';
import { ruleText } from '../../alerts/file/ruleText';
import type { Parameters } from '../parameters';
import { badRequest } from '../refusal';
import { acknowledgeAlert, silenceAlert } from './alertCommands';
import type { ControlCommand } from './controlCommand';
import { parseControl } from './parseControl';
import { parseJson } from './parseJson';

/** A path that has the engine do something, however long it takes. */
export interface CommandRoute {
  readonly requires: Role;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Whether the request carries JSON, and the most bytes of it. */
  readonly body: { readonly mostBytes: number; readonly isOptional?: true } | undefined;
  /**
   * @param text The body; undefined where there is none.
   * @param id Of what the path names, where it names something.
   * @throws Refusal 400 for what cannot be done.
   */
  readonly command: (parameters: Parameters, text: string | undefined, id: string) => ControlCommand;
}

const smallBody = { mostBytes: 64 * 1024 };

/** Every path of the server that is more than looking at what is in memory; `ID` stands for the id of an alert. */
export const commandRoutes: ReadonlyMap<string, CommandRoute> = new Map<string, CommandRoute>([
  ['/api/control', { requires: 'admin', method: 'POST', body: smallBody, command: control }],
  ['/api/link', { requires: 'operator', method: 'POST', body: undefined, command: makeLink }],
  ['/api/data', { requires: 'admin', method: 'DELETE', body: undefined, command: removeData }],
  ['/api/sessions', { requires: 'viewer', method: 'GET', body: undefined, command: listSessions }],
  ['/api/rules', { requires: 'admin', method: 'PUT', body: { mostBytes: 10 * 1024 * 1024 }, command: putRules }],
  ['/api/alerts/ID/acknowledge', { requires: 'operator', method: 'POST', body: undefined, command: acknowledgeAlert }],
  [
    '/api/alerts/ID/silence',
    { requires: 'operator', method: 'POST', body: { ...smallBody, isOptional: true }, command: silenceAlert },
  ],
]);

const alertPath = /^\/api\/alerts\/([0-9a-f]{16})\/([a-z]{1,20})$/;

/** The route of a path, and the id that the path names. */
export function findCommandRoute(path: string): { readonly route: CommandRoute; readonly id: string } | undefined {
  const [, id = '', verb] = alertPath.exec(path) ?? [];
  const route = commandRoutes.get(verb === undefined ? path : `/api/alerts/ID/${verb}`);
  return route && { route, id };
}

function control(parameters: Parameters, text = ''): ControlCommand {
  parameters.only();
  return parseControl(parseJson(text));
}

function makeLink(parameters: Parameters): ControlCommand {
  parameters.only();
  return { kind: 'link' };
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

function putRules(parameters: Parameters, text = ''): ControlCommand {
  parameters.only();
  const read = ruleText(text);
  if ('problem' in read) throw badRequest(read.problem);
  return { kind: 'putRules', text: read.text };
}
