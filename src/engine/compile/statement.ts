import type { Context } from './context/context.ts';
import type { Request, Statement, Limits } from '../host.ts';
import type { Settings } from '../settings/settings.ts';
import type { Select } from '../sql/nodes.ts';
import { print } from '../sql/print.ts';

/** Builds the statement of one of the engine's SELECTs. */
export function measureStatement(
  select: Select,
  { parameters }: Pick<Context, 'parameters'>,
  { fromAlert }: Pick<Request, 'fromAlert'>
): Statement {
  const sql = print(select);
  return {
    sql,
    params: parameters.values,
    settings: {
      // So the status line and the summary describe the whole answer, not its first bytes.
      wait_end_of_query: 1,
      // No expression fails on rows that a condition would skip; skipping them computed what branches share once per branch.
      short_circuit_function_evaluation: 'disable',
      // A lost shard must be an error of the rule, not a dip in the value.
      ...(fromAlert ? { skip_unavailable_shards: 0 } : {}),
    },
  };
}

/** Lets a panel show part of an answer with a notice, while a rule fails: judging a part would be silently wrong. */
export function limitsOf(settings: Settings, request: Request): Limits {
  return { ...settings.limits, onExceeded: request.fromAlert ? 'error' : 'notice' };
}
