import type { IncomingMessage } from 'node:http';
import { badRequest, Refusal } from '../refusal';

const mostMs = 5000;

/**
 * The text that a request carries: within 5 s, in UTF-8, and said to be JSON, which a web page cannot send to another
 * origin without being asked first.
 * @throws Refusal 400, 408, 413 or 415.
 */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<string> {
  if (!/^application\/json\s*(?:;|$)/i.test(request.headers['content-type'] ?? ''))
    throw new Refusal(
      415,
      'not_json',
      'The body has to be JSON. Send it with the header Content-Type: application/json.',
    );
  if (Number(request.headers['content-length'] ?? '0') > mostBytes) throw tooLarge(mostBytes);
  const bytes = await collect(request, mostBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw badRequest('The body is not text in UTF-8. Correct it.');
  }
}

function collect(request: IncomingMessage, mostBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const timer = setTimeout(() => {
      end(new Refusal(408, 'request_timeout', `The body did not arrive within ${mostMs / 1000} s. Send it at once.`));
    }, mostMs);
    const take = (chunk: Buffer): void => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > mostBytes) end(tooLarge(mostBytes));
    };
    const end = (error?: Error): void => {
      clearTimeout(timer);
      request.off('data', take);
      if (error) reject(error);
      else resolve(Buffer.concat(chunks));
    };
    request.on('data', take);
    request.once('end', () => {
      end();
    });
    // Who goes away on the way, or breaks the form of its pieces, makes an error of the request before it is closed.
    for (const event of ['error', 'close'])
      request.once(event, () => {
        end(badRequest('The request ended before its body was complete.'));
      });
  });
}

function tooLarge(mostBytes: number): Refusal {
  return new Refusal(413, 'body_too_large', `The body is larger than ${mostBytes / 1024} kB. Send less.`);
}
