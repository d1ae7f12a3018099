import type { IncomingHttpHeaders } from 'node:http';

/** How one exchange with a runtime ended. Nothing of it is ever thrown. */
export type HttpResult = HttpAnswer | HttpFailure;

export interface HttpAnswer {
  readonly outcome: 'ok';
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

export type HttpFailure =
  /** Any status but 2xx; redirects are not followed. `body` is cut at some hundred characters. */
  | { readonly outcome: 'status'; readonly status: number; readonly body: string }
  /** `address`: never asked, because the URL is not one that may be read. `connection`: nobody listens. */
  | { readonly outcome: 'refused'; readonly by: 'address' | 'connection'; readonly reason: string }
  | { readonly outcome: 'timeout'; readonly limitMs: number }
  | { readonly outcome: 'tooLarge'; readonly limitBytes: number }
  | { readonly outcome: 'malformed'; readonly reason: string };

export const isForbidden = (result: HttpResult): boolean =>
  result.outcome === 'status' && (result.status === 401 || result.status === 403);

/** What an exchange came to, in a few words that fit after a URL. */
export function describe(failure: HttpFailure): string {
  switch (failure.outcome) {
    case 'status':
      return isForbidden(failure) ? 'asks for an API key' : `answered ${failure.status}`;
    case 'refused':
      return failure.by === 'connection' ? 'nothing listens there' : failure.reason;
    case 'timeout':
      return `did not answer within ${failure.limitMs / 1000} s`;
    case 'tooLarge':
      return `answered with more than ${failure.limitBytes / 1024 / 1024} MiB`;
    case 'malformed':
      return failure.reason;
  }
}
