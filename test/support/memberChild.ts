import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Fence } from '../../src/engine/elect/fence';
import type { Leading, MemberState } from '../../src/engine/elect/leading';
import { Member } from '../../src/engine/elect/member';
import type { InstanceKind } from '../../src/protocol/instances';

/** What a process that takes part in an election is told. */
export interface MemberOrder {
  readonly dataDir: string;
  readonly role: InstanceKind;
  /** Where every leader writes down what its fence says. */
  readonly book: string;
  readonly protocol?: number;
  /** What it leads cannot be made: it says so, or throws at once. */
  readonly cannotLead?: 'says' | 'throws';
  /** Its folder for temporary files, where it is another one than that of this process. */
  readonly temporary?: string;
}

/** What it says, a line of JSON each. */
export type MemberWord =
  | {
      readonly said: 'state';
      readonly kind: MemberState['kind'];
      /** When, ms since 1970. */
      readonly at: number;
      readonly epoch?: number;
      readonly leader?: number;
      readonly reason?: string;
      readonly takeoverMs?: number;
    }
  | { readonly said: 'hello'; readonly instance: string }
  | { readonly said: 'echo'; readonly of: string }
  | { readonly said: 'ended'; readonly reason: string }
  | { readonly said: 'instances'; readonly pids: readonly number[] }
  | { readonly said: 'next'; readonly epoch: number }
  | { readonly said: 'log'; readonly text: string };

const askFenceMs = 20;
const talkMs = 100;

/** Takes part until it is told to stop on its standard input. */
export function runMember(order: MemberOrder): void {
  const { dataDir, role, book, protocol, cannotLead } = order;
  let fence: Fence | undefined;
  let takeoverMs: number | undefined;
  const member = new Member({
    ...{ dataDir, role, version: '0.0.0-test', window: `window ${process.pid}` },
    ...(protocol === undefined ? {} : { protocol }),
    lead: (leadership) => {
      const refusal = new Error('There is no engine in this test.');
      if (cannotLead === 'throws') throw refusal;
      if (cannotLead === 'says') return Promise.reject(refusal);
      ({ fence, takeoverMs } = leadership);
      return Promise.resolve(echoing(role, () => (fence = undefined)));
    },
    log: (level, text) => {
      if (level !== 'debug') say({ said: 'log', text: `${level}: ${text}` });
    },
    changed: (state) => {
      say(wordOf(state, takeoverMs));
    },
    received: (message) => {
      if (message.type === 'log') say({ said: 'echo', of: message.message });
    },
    instancesChanged: (instances) => {
      say({ said: 'instances', pids: instances.map(({ pid }) => pid) });
    },
  });
  say({ said: 'hello', instance: member.instance });
  member.start();
  let asked = 0;
  const asking = setInterval(() => void writeDown(fence, book, ++asked), askFenceMs);
  const talking = setInterval(() => member.send({ type: 'resume' }), talkMs);
  createInterface({ input: process.stdin }).on('line', (line) => {
    if (line === 'next')
      void fence?.next().then((epoch) => {
        say({ said: 'next', epoch });
      });
    if (line !== 'stop') return;
    clearInterval(asking);
    clearInterval(talking);
    void member.stop().then(() => process.exit(0));
  });
}

function echoing(role: InstanceKind, over: () => void): Leading {
  const leading: Leading = {
    attach: (follower, post) => ({
      receive: (message) => {
        post({ type: 'log', level: 'info', message: `${message.type} of ${follower.pid}` });
      },
      close: () => undefined,
    }),
    stop: (reason) => {
      over();
      say({ said: 'ended', reason });
      return Promise.resolve();
    },
  };
  return role === 'tool' ? { stop: (reason) => leading.stop(reason) } : leading;
}

/**
 * What is written before and after shows in which order the answers of all processes were given. Questions have numbers:
 * one that a freeze held up is answered after later ones were asked.
 */
async function writeDown(fence: Fence | undefined, book: string, number: number): Promise<void> {
  if (!fence) return;
  const { epoch } = fence;
  appendFileSync(book, `asks ${epoch} ${process.pid} ${number}\n`);
  const isHeld = await fence.holds();
  appendFileSync(book, `${isHeld ? 'holds' : 'lost'} ${epoch} ${process.pid} ${number}\n`);
}

function wordOf(state: MemberState, takeoverMs: number | undefined): MemberWord {
  const { kind } = state;
  const word = { said: 'state', kind, at: performance.timeOrigin + performance.now() } as const;
  if (state.kind === 'leading')
    return { ...word, epoch: state.epoch, ...(takeoverMs === undefined ? {} : { takeoverMs }) };
  if (state.kind === 'following') return { ...word, epoch: state.epoch, leader: state.leader.pid };
  return state.kind === 'waiting' ? { ...word, reason: state.reason } : word;
}

function say(word: MemberWord): void {
  process.stdout.write(`${JSON.stringify(word)}\n`);
}
