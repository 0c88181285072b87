import type { FactId } from '../catalogue/facts.ts';
import { UserError } from '../errors.ts';
import type { Notice, Plan, Request, Statement } from '../host.ts';
import { columnsMissing, lateEvaluations } from '../messages.ts';
import type { MeasureQuery } from '../query/model.ts';
import type { Settings } from '../settings.ts';
import type { Census } from '../source/census.ts';
import type { SourceDescription } from '../source/description.ts';
import { otelMap, requiredLogColumns } from '../source/layouts/otel-map.ts';
import type { SpanColumns } from '../source/layouts/layout.ts';
import type { Query, Select } from '../sql/nodes.ts';
import { print } from '../sql/print.ts';
import { windowOf, type Window } from '../window.ts';
import { aggregated, filtered, largestGroups, ordered, united, withOther } from './aggregate.ts';
import { Parameters, rowField, rowTime, type Context } from './context.ts';
import { evaluationRows } from './evaluations/rows.ts';
import { measureFrame } from './frame.ts';
import { limitsOf } from './limits.ts';
import { planMeasures, rowFieldsOf, type MeasurePlan } from './plan.ts';
import { factRows, weights } from './rows.ts';

/**
 * From a measure query to what to run and how to show it.
 *
 *   MeasureQuery
 *     │ 1. plan        which facts, columns, groups; what makes no sense is refused
 *   MeasurePlan
 *     │ 2. rows        a fact's rows: dimensions and row fields from the source's dialects, filtered, rest as `other`
 *     │ 3. aggregate   one branch a fact
 *     │ 4. unite       one row a group over all facts
 *   Select
 *     │ 5. print       SQL with parameters
 *   Plan               and the frame plan beside it
 */
export function compileMeasures(
  query: MeasureQuery,
  request: Request,
  settings: Settings,
  source: SourceDescription,
  census: Census | null
): Plan {
  const window = windowOf(request, query, settings.delaySeconds);
  const context: Context = {
    source,
    spans: spanColumns(source),
    census,
    settings,
    window,
    parameters: new Parameters(),
  };
  const plan = planMeasures(query, context.parameters);
  const branches = plan.facts.map((fact) => aggregated(context, plan, fact, rowsOf(context, plan, fact)));
  const select = ordered(branches.length === 1 && branches[0] ? branches[0] : united(plan, branches), plan);

  return {
    statement: measureStatement(select, context, request),
    frame: measureFrame(plan, request),
    limits: limitsOf(settings, request),
    notices: noticesOf(plan, source, settings),
    meta: { window, queryVersion: query.version },
  };
}

/** The window that a query reads, for what is asked before it. */
export function windowOfQuery(query: MeasureQuery, request: Request, settings: Settings): Window {
  return windowOf(request, query, settings.delaySeconds);
}

/** The spans' table, as its layout reads it. Throws UserError where it is none that is known. */
export function spanColumns({ traces, logs }: SourceDescription): SpanColumns {
  const missing = (required: readonly string[], columns: Record<string, string>) =>
    required.filter((name) => !(name in columns));
  const ofTraces = missing(otelMap.required, traces.columns);
  if (ofTraces.length > 0) {
    throw new UserError(columnsMissing(traces.path.join('.'), ofTraces));
  }
  const ofLogs = logs ? missing(requiredLogColumns, logs.columns) : [];
  if (logs && ofLogs.length > 0) {
    throw new UserError(columnsMissing(logs.path.join('.'), ofLogs));
  }
  return otelMap.spans(traces);
}

/** A fact's rows as the aggregation wants them. */
function rowsOf(context: Context, plan: MeasurePlan, fact: FactId): Query {
  const rows = filteredRows(context, plan, fact);
  if (!plan.top) {
    return rows.query;
  }
  const ranking = plan.top.by.fact === fact ? rows : filteredRows(context, plan, plan.top.by.fact);
  return withOther(
    rows.query,
    rows.columns,
    plan.groupBy,
    largestGroups(context, ranking.query, plan.groupBy, plan.top.by, plan.top.n)
  );
}

function filteredRows(context: Context, plan: MeasurePlan, fact: FactId): { query: Query; columns: string[] } {
  const dimensions = [...new Set([...plan.groupBy, ...plan.filters.map((filter) => filter.dimension)])];
  const fields = rowFieldsOf(fact, plan.columns);
  const rows =
    fact === 'evaluations'
      ? evaluationRows(context, dimensions, fields)
      : factRows(context, fact, { dimensions, fields });
  const counted = fact === 'evaluations' ? [] : weights(context);
  const columns = [rowTime, ...dimensions, ...[...fields, ...counted].map(rowField)];
  return { query: filtered(context, rows, columns, plan.filters), columns };
}

function measureStatement(select: Select, context: Context, request: Request): Statement {
  return {
    sql: print(select),
    params: context.parameters.values,
    settings: {
      // The status line and the summary are then those of the whole answer, not of its first bytes.
      wait_end_of_query: 1,
      // A lost shard must be an error of the rule, not a dip of the value.
      ...(request.fromAlert ? { skip_unavailable_shards: 0 } : {}),
    },
  };
}

function noticesOf(plan: MeasurePlan, source: SourceDescription, settings: Settings): Notice[] {
  return plan.facts.includes('evaluations') && !source.logs
    ? [{ severity: 'info', text: lateEvaluations(settings.logsTable) }]
    : [];
}
