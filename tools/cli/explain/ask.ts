import { compilePlan } from '../../../src/engine/compile/compile.ts';
import { tierUse } from '../../../src/engine/compile/context/tier.ts';
import { UserError } from '../../../src/engine/errors.ts';
import { handle } from '../../../src/engine/handle.ts';
import type { HostSettings, Plan, Reply, Request, ResourceAnswer } from '../../../src/engine/host.ts';
import { proceed } from '../../../src/engine/lookups/exchange.ts';
import { tierOf } from '../../../src/engine/lookups/tier.ts';
import { windowsOfQuery } from '../../../src/engine/lookups/wanted.ts';
import { preview, previewCensus } from '../../../src/engine/preview.ts';
import type { Query } from '../../../src/engine/query/model.ts';
import { parseQuery } from '../../../src/engine/query/parse.ts';
import { readSettings } from '../../../src/engine/settings/settings.ts';
import type { Census } from '../../../src/engine/source/census.ts';
import type { SourceDescription } from '../../../src/engine/source/description.ts';
import type { Query as Nodes } from '../../../src/engine/sql/nodes.ts';
import type { Connection } from '../connection.ts';
import { doneOf, finished, lastReply, planning, type Settled } from '../host.ts';
import { collectorTables } from './collector.ts';

/** What the engine made of a query, and what it knew about the tables. */
export interface Explanation {
  query: Query;
  request: Request;
  /** Null for SQL, which may read any table. */
  source: SourceDescription | null;
  /** Null without a connection, and for queries that need none. */
  census: Census | null;
  plan: Plan | Sketch;
  /** The nodes of the SQL, if the engine wrote it. */
  nodes: Nodes | null;
}

/** A statement alone: the full plan of SQL and budgets is known only with a connection. */
export interface Sketch {
  statement: Pick<Plan['statement'], 'sql' | 'params'>;
  notices: Plan['notices'];
}

/** Returns the engine's reply for a server's tables. */
export const replyOf = (connection: Connection, saved: unknown, request: Request): Promise<Settled<Plan>> =>
  lastReply(connection, planning(connection, saved, request));

/** Explains a query for a server's tables. Throws with the engine's message if it fails. */
export async function explainWith(connection: Connection, saved: unknown, request: Request): Promise<Explanation> {
  const { settings } = connection;
  const plan = doneOf(await replyOf(connection, saved, request));
  const query = parseQuery(saved);
  if (query.kind === 'sql') {
    return { query, request, source: null, census: null, plan, nodes: null };
  }
  const { source, census } = await resource<{ source: SourceDescription; census: Census }>(
    connection,
    'census',
    previewCensus(saved, request, settings)
  );
  if (query.kind === 'budgets') {
    return { query, request, source, census, plan, nodes: null };
  }
  const read = readSettings(settings);
  const tier = await finished(connection, (state, results) =>
    proceed(tierOf(source, read, Date.now()), state, results)
  );
  const use = query.source === 'raw' ? undefined : tierUse(tier, windowsOfQuery(query, request, read));
  const nodes = compilePlan(query, request, read, source, census, undefined, undefined, use).select;
  return { query, request, source, census, plan, nodes };
}

/** Returns the engine's reply for the collector's tables, whatever they contain. */
export function replyWithout(settings: HostSettings, saved: unknown, request: Request): Settled<Plan | Sketch> {
  try {
    return { done: explainWithout(settings, saved, request).plan };
  } catch (thrown) {
    return { error: UserError.toEngineError(thrown) };
  }
}

/** Explains a query for the collector's tables, whatever they contain. Throws a UserError. */
export function explainWithout(settings: HostSettings, saved: unknown, request: Request): Explanation {
  const query = parseQuery(saved);
  const source = collectorTables(settings);
  if (query.kind !== 'sql' && query.kind !== 'budgets') {
    const { plan, select } = compilePlan(query, request, readSettings(settings), source, null);
    return { query, request, source, census: null, plan, nodes: select };
  }
  const previewed = preview(saved, request, settings, source);
  if (!previewed.ok) {
    throw new UserError(previewed.message, 'query');
  }
  const { sql, params, notices } = previewed;
  const plan: Sketch = { statement: { sql, params }, notices };
  return { query, request, source: query.kind === 'sql' ? null : source, census: null, plan, nodes: null };
}

async function resource<Body>(connection: Connection, path: string, body: unknown): Promise<Body> {
  const { settings } = connection;
  const answer = await finished(
    connection,
    (state, results) =>
      handle({
        op: 'resource',
        now: Date.now(),
        path,
        body,
        settings,
        state,
        ...(results ? { results } : {}),
      }) as Reply<ResourceAnswer>
  );
  return answer.body as Body;
}
