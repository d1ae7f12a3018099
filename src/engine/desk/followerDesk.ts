import type { FromEngine } from '../../protocol/engineLink';
import type { Follower, FollowerDesk } from '../elect/leading';
import type { Log } from '../log';
import { EngineDesk, type DeskEngine } from './engineDesk';
import { parseFollowerWords } from './followerWords';
import { refusalOf } from './refusalOf';

/** Lets a follower talk to the engine: what it says is checked, and what the leader alone decides is left out. */
export function followerDesk(
  engine: DeskEngine,
  follower: Follower,
  post: (message: FromEngine) => void,
  log: Log,
): FollowerDesk {
  const desk = new EngineDesk(engine, post, follower);
  let ignored = 0;
  return {
    receive: (message) => {
      const words = parseFollowerWords(message);
      if (words) {
        desk.receive(words);
        return;
      }
      // Whoever asked something waits for an answer, whatever it is.
      const refusal = refusalOf(message);
      if (refusal) post(refusal);
      if (++ignored === 1)
        log('debug', `Process ${follower.pid} says what this version does not know; it is left out.`);
    },
    close: () => {
      desk.close();
      if (ignored > 1) log('debug', `Of process ${follower.pid}, ${ignored} messages were left out.`);
    },
  };
}
