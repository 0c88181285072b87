import type { ErrorState, NoDataState, Policy } from './rule.ts';

/** Reports a rule that cannot be evaluated. */
export const unwatched: Policy<ErrorState> = {
  state: 'Error',
  because: 'A rule that cannot be evaluated watches nothing: somebody should know, through an alert of its own.',
};

/** Suits data that is sparse and late: its absence means neither good nor bad. */
export const keepLast = (because: string): Policy<NoDataState> => ({ state: 'KeepLast', because });

/** Suits rules that only traffic can break: without traffic, nothing is wrong. */
export const quiet: Policy<NoDataState> = {
  state: 'OK',
  because: 'Without traffic there is nothing to judge. The rule "Telemetry silent" reports when traffic stops.',
};

/** Suits budgets, which have a row whether or not anything was spent. */
export const untold: Policy<NoDataState> = {
  state: 'NoData',
  because:
    'Every budget in the settings has a value unless it is unknown because none of its requests has a price: that is not the same as being within the budget, so somebody should know.',
};
