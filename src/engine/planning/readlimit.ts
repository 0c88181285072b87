import { tierUse } from '../compile/context/tier.ts';
import { UserError } from '../errors.ts';
import type { Request, Statement } from '../host.ts';
import { ask, type Exchange } from '../lookups/exchange.ts';
import { estimateOf, readEstimates } from '../lookups/estimate.ts';
import { tierTables } from '../lookups/tier.ts';
import { windowsOfQuery } from '../lookups/wanted.ts';
import type { CompiledQuery, SqlQuery } from '../query/model.ts';
import type { Settings } from '../settings/settings.ts';
import { windowOf } from '../window.ts';
import { readsTooMuch, type TierAdvice } from './messages.ts';
import type { Asked } from './plans.ts';

interface Guarded {
  /** The name of the round. */
  step: string;
  query: CompiledQuery | SqlQuery;
  request: Request;
  settings: Settings;
  statements: () => readonly Statement[];
  tier?: () => TierAdvice | undefined;
}

/**
 * Asks how much the statements would read together, and refuses what is over the limit of the settings: in panels unless
 * the query says otherwise, in rules always. Where ClickHouse has no estimate, they are run: of a view of remote tables, or
 * where it refuses the question, nothing is known.
 */
export function* guarded(one: Guarded): Exchange<void> {
  const { step, query, request, settings, statements } = one;
  const { estimateRows: limit } = settings.limits;
  if (limit === undefined || (query.estimate === 'ignore' && !request.fromAlert)) {
    return;
  }
  yield* ask<null>({
    step,
    need: () => ({ statements: statements().map(estimateOf) }),
    read: (answers) => {
      const reads = readEstimates(answers);
      if (reads.reduce((sum, { rows }) => sum + rows, 0) > limit) {
        throw new UserError(refusal(one, reads, limit), 'limit');
      }
      return null;
    },
    instead: () => null,
  });
}

function refusal(
  { query, request, settings, statements, tier }: Guarded,
  reads: ReturnType<typeof readEstimates>,
  limit: number
): string {
  const { from, to } = windowOf(request, query, settings.delaySeconds);
  const isOfRange = query.kind !== 'sql' || statements().some(({ sql }) => /\{(from|to):/.test(sql));
  return readsTooMuch({
    reads,
    limit,
    seconds: isOfRange ? (to - from) / 1000 : undefined,
    tier: tier?.(),
    fromAlert: request.fromAlert,
  });
}

const hour = 3_600_000;

/** Says what would let a query read closed hours from the table of calls; undefined where it cannot, or already does. */
export function tierAdvice(
  { query, settings, source, tier }: Asked,
  request: Request,
  isStorable: boolean,
  now: number
): TierAdvice | undefined {
  const windows = windowsOfQuery(query, request, settings);
  const over = Math.floor(now / hour) * hour;
  if (!isStorable || query.source === 'raw' || !windows.some(({ from, to }) => Math.min(to, over) - from >= hour)) {
    return undefined;
  }
  if (!source.others['calls'] || !source.others['hours']) {
    return 'apply';
  }
  return tierTables(source) && !tierUse(tier, windows) ? 'fill' : undefined;
}
