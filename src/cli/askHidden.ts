import type { Readable, Writable } from 'node:stream';
import { Failure } from './failure';

/** A keyboard that gives each key at once and shows none; of Node's terminals the part that is used. */
export type Keyboard = Readable & { setRawMode(isRaw: boolean): unknown };

const mostCharacters = 1024;
const enter = new Set(['\r', '\n', '\u0004']);
const erase = new Set(['\b', '\u007f']);
const interrupt = '\u0003';

/**
 * Asks for a line that does not show while it is typed.
 * @returns undefined for an empty line. @throws Failure when it is broken off with Ctrl+C or the input ends.
 */
export function askHidden(question: string, keyboard: Keyboard, screen: Writable): Promise<string | undefined> {
  screen.write(question);
  keyboard.setEncoding('utf8');
  keyboard.setRawMode(true);
  keyboard.resume();
  return new Promise((resolve, reject) => {
    const typed: string[] = [];
    const end = (settle: () => void): void => {
      keyboard.off('data', take);
      keyboard.off('end', breakOff);
      keyboard.setRawMode(false);
      keyboard.pause();
      screen.write('\n');
      settle();
    };
    const breakOff = (): void => {
      end(() => {
        reject(new Failure('It was stopped before the passphrase was given. Nothing was changed.'));
      });
    };
    const take = (keys: string): void => {
      for (const key of keys) {
        if (enter.has(key)) {
          end(() => {
            resolve(typed.length === 0 ? undefined : typed.join(''));
          });
          return;
        }
        if (key === interrupt) {
          breakOff();
          return;
        }
        if (erase.has(key)) typed.pop();
        else if (key >= ' ' && typed.length < mostCharacters) typed.push(key);
      }
    };
    keyboard.on('data', take);
    keyboard.on('end', breakOff);
  });
}
