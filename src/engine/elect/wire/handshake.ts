import type { FramedSocket } from './framedSocket';
import {
  isSameProof,
  newNonce,
  packHello,
  parseHello,
  parseHelloBack,
  parseProof,
  parseVerdict,
  proofOf,
  type Hello,
  type HelloBack,
  type Introduction,
  type Refusal,
} from './hello';

/** Longest time that both sides take to prove who they are, ms. */
export const handshakeMs = 2000;

/** Whoever is at the other end is no member of this data folder. */
export class Unproven extends Error {
  override readonly name = 'Unproven';
}

/** What came of saying hello to a leader. `refused` is proved to come from it, except for `busy`. */
export type Met = { readonly leader: HelloBack; readonly refused?: Refusal } | { readonly refused: 'busy' };

/** Says hello to a leader. @throws Unproven, or Error when the connection ends. */
export async function sayHello(framed: FramedSocket, key: string, me: Introduction): Promise<Met> {
  return within(framed, async () => {
    const hello: Hello = { ...me, nonce: newNonce() };
    framed.write(packHello(hello));
    const answer = await framed.frame();
    const leader = parseHelloBack(answer);
    if (!leader) {
      const verdict = parseVerdict(answer);
      if (verdict && 'refused' in verdict && verdict.refused === 'busy') return { refused: 'busy' };
      throw new Unproven('What answers is no leader.');
    }
    const nonces = [hello.nonce, leader.nonce] as const;
    if (!isSameProof(leader.proof, proofOf(key, 'leader', nonces)))
      throw new Unproven('What answers does not know the key of this folder.');
    framed.trust();
    framed.write(packHello({ proof: proofOf(key, 'follower', nonces) }));
    const verdict = parseVerdict(await framed.frame());
    if (!verdict) throw new Unproven('What answers is no leader.');
    return 'refused' in verdict ? { leader, refused: verdict.refused } : { leader };
  });
}

/** What a leader asks and says when somebody comes. */
export interface Door {
  readonly key: () => Promise<string>;
  readonly introduction: () => Introduction & { readonly epoch: number; readonly since: number };
  /** Asked once the follower has proved itself. */
  readonly refusal: (follower: Introduction) => Refusal | undefined;
}

/** Hears who comes; undefined when it was refused. @throws Unproven, or Error when the connection ends. */
export async function hearHello(framed: FramedSocket, door: Door): Promise<Introduction | undefined> {
  return within(framed, async () => {
    const hello = parseHello(await framed.frame());
    if (!hello) throw new Unproven('What came said no hello.');
    const key = await door.key();
    const nonce = newNonce();
    const nonces = [hello.nonce, nonce] as const;
    framed.write(packHello({ ...door.introduction(), nonce, proof: proofOf(key, 'leader', nonces) }));
    const proof = parseProof(await framed.frame());
    if (!proof || !isSameProof(proof.proof, proofOf(key, 'follower', nonces)))
      throw new Unproven('What came does not know the key of this folder.');
    const refused = door.refusal(hello);
    framed.write(packHello(refused ? { refused } : { welcome: true }));
    if (refused) return undefined;
    framed.trust();
    return hello;
  });
}

async function within<T>(framed: FramedSocket, talk: () => Promise<T>): Promise<T> {
  const timer = setTimeout(() => {
    framed.destroy(new Unproven(`The other side did not prove itself within ${handshakeMs} ms.`));
  }, handshakeMs);
  try {
    return await talk();
  } finally {
    clearTimeout(timer);
  }
}
