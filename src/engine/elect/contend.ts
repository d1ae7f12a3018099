import { farAddress, nearAddress } from './address';
import type { Claim } from './claims/claim';
import { mostEpoch } from './claims/claim';
import type { ClaimFolder } from './claims/claimFolder';
import type { LeaderServer } from './leaderServer';

export interface Contention {
  readonly claims: ClaimFolder;
  /** The epochs that were claimed when the holder of the highest was found dead or frozen. */
  readonly judged: readonly number[];
  readonly epoch: number;
  readonly who: Pick<Claim, 'instance' | 'pid' | 'role' | 'version'>;
  readonly listen: (address: string) => Promise<LeaderServer>;
}

/** What was won: a claim that nobody disputes, and the server that answers for it. */
export interface Won {
  readonly claim: Claim;
  readonly server: LeaderServer;
}

/** Takes an epoch; undefined when somebody else was faster. @throws Error of the file system. */
export async function contend({ claims, judged, epoch, who, listen }: Contention): Promise<Won | undefined> {
  if (epoch > mostEpoch)
    throw new Error(
      `The folder ${claims.folder} holds a claim of epoch ${mostEpoch}, after which there is none. Remove that folder.`,
    );
  // Whoever sees the claim may take its holder for dead at once if nobody answers.
  const { address, server } = await listenSomewhere(claims.dataDir, listen);
  const claim: Claim = { ...who, epoch, address, since: Date.now() };
  try {
    if (await claims.add(claim)) {
      const isUndisputed = (await claims.epochs()).every((other) => other === epoch || judged.includes(other));
      if (isUndisputed) return { claim, server };
      // Somebody claimed meanwhile whom this one has not judged, and who may have seen no reason to go.
      await claims.withdraw(claim);
    }
  } catch (error) {
    server.close();
    throw error;
  }
  server.close();
  return undefined;
}

/** Not every file system that holds files holds sockets too. @throws Error when nothing can be listened at. */
export async function listenSomewhere(
  dataDir: string,
  listen: Contention['listen'],
): Promise<{ readonly address: string; readonly server: LeaderServer }> {
  const near = nearAddress(dataDir);
  const server = near === undefined ? undefined : await listen(near).catch(() => undefined);
  if (near !== undefined && server) return { address: near, server };
  const address = await farAddress(dataDir);
  return { address, server: await listen(address) };
}
