import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { pageViews } from '../../../protocol/feed/pagePaths';
import type { Role } from '../../../protocol/role';
import type { Clock } from '../../clock';
import type { Log } from '../../log';
import type { Gate } from '../access/gate';
import type { Parameters } from '../parameters';
import { badRequest } from '../refusal';
import type { PageRoom } from './pageRoom';
import { PageSockets } from './pageSockets';

export interface PageDoorOptions {
  readonly room: PageRoom;
  readonly gate: Gate;
  /** The port of the settings. */
  readonly home: () => number;
  readonly clock: Clock;
  readonly log: Log;
}

/** Where the pages of one listening server are let in. */
export class PageDoor {
  readonly room: PageRoom;
  readonly home: () => number;
  private readonly sockets: PageSockets;

  constructor(private readonly options: PageDoorOptions) {
    const { room, home, clock, log } = options;
    this.room = room;
    this.home = home;
    this.sockets = new PageSockets(room, clock, log);
  }

  /** What answers the handshake of a page that wants to be fed. @throws Refusal 400 for a view that there is not. */
  enter(
    request: IncomingMessage,
    role: Role,
    parameters: Parameters,
  ): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
    parameters.only('name');
    const name = parameters.text('name');
    const view = pageViews.find((known) => known === name);
    if (view === undefined) throw badRequest(`The parameter name is the view: ${pageViews.join(', ')}.`);
    const pass = this.options.gate.passFor(request);
    return (upgraded, socket, head) => {
      this.sockets.accept(upgraded, socket, head, { view, role, pass, home: this.home() });
    };
  }

  /** @param reason At most 123 bytes. */
  closeAll(code: number, reason: string): void {
    this.sockets.closeAll(code, reason);
  }
}
