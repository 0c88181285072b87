import { lagOf, statusOf, type Status, type Watch } from './state.ts';

export interface Health {
  status: Status;
  /** Whether the spans of judges' calls could last be written. */
  spans: Written;
  evaluators: {
    name: string;
    version: string;
    status: Status;
    doing: string;
    /** `day` or `month` where that cap is reached. */
    capped: string | null;
    /** `ok`, or why the judge gave no answer. */
    judge: string;
    clickhouse: Written;
    output: Written;
    /** Seconds for which something was due that is not decided; null where another worker decides. */
    lagSeconds: number | null;
    /** ISO 8601; null if nothing was since the start. */
    lastJudged: string | null;
  }[];
}

type Written = 'ok' | 'failing';

const written = (isWritten: boolean): Written => (isWritten ? 'ok' : 'failing');

/** What is known of evaluators, with nothing of what was said in any call. */
export function healthOf(watch: Watch, now: number): Health {
  const evaluators = watch.all().map(({ evaluator: { name, version }, state }) => ({
    ...{ name, version, status: statusOf(state), doing: state.doing, capped: state.capped ?? null },
    judge: state.judge ?? 'ok',
    clickhouse: written(state.clickHouse),
    output: written(state.output),
    lagSeconds: lagOf(state, now) ?? null,
    lastJudged: state.judged === undefined ? null : new Date(state.judged).toISOString(),
  }));
  const isAny = (status: Status) => evaluators.some((one) => one.status === status);
  return {
    status: isAny('failing') ? 'failing' : isAny('capped') ? 'capped' : 'ok',
    spans: written(watch.areSpansWritten),
    evaluators,
  };
}
