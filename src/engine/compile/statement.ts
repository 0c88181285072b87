import type { Context } from './context/context.ts';
import type { Request, Statement, Limits } from '../host.ts';
import type { Settings } from '../settings/settings.ts';
import type { Select } from '../sql/nodes.ts';
import { print } from '../sql/print.ts';
import { forLength, quickAnalysis } from '../sql/settings.ts';

/** Builds the statement of one of the engine's SELECTs. */
export function measureStatement(
  select: Select,
  { parameters, settings }: Pick<Context, 'parameters' | 'settings'>,
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
      ...quickAnalysis,
      ...forLength(sql),
      // A lost shard must be an error of the rule, not a dip in the value.
      ...boundedRead(settings),
      ...(fromAlert ? { skip_unavailable_shards: 0 } : {}),
    },
  };
}

/** What a statement may read at most, and for how long, where the settings say so. */
export function boundedRead({ limits }: Settings): Statement['settings'] {
  const { maxExecutionTime, maxRowsToRead, maxBytesToRead } = limits;
  return {
    ...(maxExecutionTime === undefined ? {} : { max_execution_time: maxExecutionTime }),
    ...(maxRowsToRead === undefined ? {} : { max_rows_to_read: maxRowsToRead }),
    ...(maxBytesToRead === undefined ? {} : { max_bytes_to_read: maxBytesToRead }),
  };
}

/** Lets a panel show part of an answer with a notice, while a rule fails: judging a part would be silently wrong. */
export function limitsOf({ limits }: Settings, request: Request): Limits {
  const { rows, bytes, series } = limits;
  return { rows, bytes, series, onExceeded: request.fromAlert ? 'error' : 'notice' };
}
