import type { Evaluator } from '../config/schema.ts';
import type { Event } from '../run/work.ts';
import type { Reached } from '../cap.ts';
import type { Unavailable } from '../remote.ts';

/** What an evaluator does, as far as its events tell. Times are epoch milliseconds. */
export interface State {
  doing: 'starting' | 'waiting' | 'deciding' | 'paused';
  /** The cap that is reached. */
  capped: Reached | undefined;
  /** Why the judge or service gave no answer; undefined if it did, or was not asked. */
  judge: Unavailable | undefined;
  /** Whether ClickHouse did what it was last asked to. */
  clickHouse: boolean;
  /** Whether results could last be written where they go. */
  output: boolean;
  /** When nothing was left to decide. */
  caughtUp: number;
  /** When a call was last scored or failed; undefined if none was since the start. */
  judged: number | undefined;
}

export const begun = (now: number): State => ({
  doing: 'starting',
  capped: undefined,
  judge: undefined,
  clickHouse: true,
  output: true,
  caughtUp: now,
  judged: undefined,
});

/** The state after an event. */
export function after(state: State, event: Event, now: number): State {
  switch (event.what) {
    case 'waiting':
      return { ...state, doing: 'waiting', clickHouse: true, caughtUp: now };
    case 'leading':
      return { ...state, doing: 'deciding', clickHouse: true };
    case 'paused':
      return { ...state, doing: 'paused' };
    case 'lost':
      return { ...state, doing: 'waiting' };
    case 'error':
      return { ...state, clickHouse: false };
    case 'published':
      return { ...state, output: true };
    case 'unpublished':
      return { ...state, output: false };
    case 'passed': {
      const { due, scored, failed, capped, unavailable } = event.passed;
      const isJudged = scored + Object.keys(failed).length > 0;
      return {
        ...state,
        ...{ doing: 'deciding', clickHouse: true, capped, judge: unavailable?.unavailable },
        caughtUp: due === 0 ? now : state.caughtUp,
        judged: isJudged ? now : state.judged,
      };
    }
  }
}

export type Status = 'ok' | 'capped' | 'failing';

export const statusOf = ({ clickHouse, output, judge, capped }: State): Status =>
  !clickHouse || !output || judge !== undefined ? 'failing' : capped === undefined ? 'ok' : 'capped';

/** Seconds for which something was due that is not decided; undefined of one that another worker decides for. */
export const lagOf = ({ doing, caughtUp }: State, now: number): number | undefined =>
  doing === 'waiting' ? undefined : Math.round((now - caughtUp) / 1000);

/** Follows the events of evaluators. */
export class Watch {
  readonly #states: Map<string, { evaluator: Evaluator; state: State }>;
  #spans = true;

  constructor(evaluators: readonly Evaluator[], now: number) {
    this.#states = new Map(evaluators.map((evaluator) => [evaluator.name, { evaluator, state: begun(now) }]));
  }

  see(evaluator: Evaluator, event: Event, now: number): void {
    const known = this.#states.get(evaluator.name)?.state ?? begun(now);
    this.#states.set(evaluator.name, { evaluator, state: after(known, event, now) });
  }

  /** Whether spans of judges' calls could last be written. */
  seeSpans(areWritten: boolean): void {
    this.#spans = areWritten;
  }

  get areSpansWritten(): boolean {
    return this.#spans;
  }

  all(): { evaluator: Evaluator; state: State }[] {
    return [...this.#states.values()];
  }
}
