import type { ErrorState, NoDataState, Policy } from './rule.ts';

/** A rule that cannot look must say so. */
export const unwatched: Policy<ErrorState> = {
  state: 'Error',
  because: 'A rule that cannot be evaluated watches nothing: somebody should know, under a name of its own.',
};

/** For what is sparse and late: neither good nor bad follows from its absence. */
export const keepLast = (because: string): Policy<NoDataState> => ({ state: 'KeepLast', because });

/** For what only traffic can do wrong: no traffic, nothing wrong. */
export const quiet: Policy<NoDataState> = {
  state: 'OK',
  because: 'Without traffic there is nothing to judge. That traffic stopped is for the rule "Telemetry silent" to say.',
};

/** A budget is a row whether or not anything was spent. */
export const quietBudget: Policy<NoDataState> = {
  state: 'OK',
  because: 'Every budget of the settings is a row, spent or not: without a row it is no budget any more.',
};
