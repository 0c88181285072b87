import type { Tokens } from './judges/price.ts';
import type { Values } from './variables.ts';
import type { Verdict } from './verdict.ts';

/** Why an answer is none. */
export type BadAnswer =
  'empty' | 'no_json' | 'cut_off' | 'no_score' | 'out_of_range' | 'content_filter' | 'error_in_body';

export type Unavailable = 'rate_limited' | 'unauthorized' | 'not_found' | 'server_error' | 'unreachable' | 'timeout';

/** What a model's server says of its answer. */
export interface ModelResponse {
  id?: string;
  model?: string;
  finish?: string;
}

/** What came of one request to a judge or a service. */
export type Asked =
  /** It answered; `tokens` is undefined where it did not say how many. */
  | { answered: Verdict | { bad: BadAnswer }; tokens: Tokens | undefined; response?: ModelResponse }
  /** It refuses this request, whenever it is sent; that costs nothing. */
  | { refused: string }
  /** It may answer later: after so many seconds, if it says so. `mayCost` says whether it may have been at work. */
  | { unavailable: Unavailable; retryAfter: number | undefined; mayCost: boolean };

/** Somebody who is asked about a call. */
export interface Remote {
  model: string;
  /** Whether it is known what a request costs. */
  isPriced: boolean;
  /** Makes the request about a call, with what one attempt costs at most, in billionths of a dollar. */
  about: (values: Values) => { most: number; ask: () => Promise<Asked> };
  /** What tokens cost, in billionths of a dollar. */
  costOf: (tokens: Tokens) => number;
}

/** What a status says that is none of success. */
export function byStatus(status: number, retryAfter: string | null | undefined): Asked {
  const later = (unavailable: Unavailable): Asked => ({
    unavailable,
    retryAfter: secondsOf(retryAfter),
    mayCost: false,
  });
  switch (status) {
    case 401:
    case 403:
      return later('unauthorized');
    case 404:
      return later('not_found');
    case 408:
    case 425:
    case 429:
      return later('rate_limited');
    default:
      return status >= 500 ? later('server_error') : { refused: `status_${status}` };
  }
}

export function isTimeout(thrown: unknown): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (error.name === 'TimeoutError' || error.name === 'AbortError') {
      return true;
    }
  }
  return false;
}

/** Seconds of a `Retry-After`, which may be a date; undefined if there is none that can be read. */
export function secondsOf(header: string | null | undefined, now = Date.now()): number | undefined {
  if (header === undefined || header === null) {
    return undefined;
  }
  const seconds = /^\s*\d+(\.\d+)?\s*$/.test(header) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
