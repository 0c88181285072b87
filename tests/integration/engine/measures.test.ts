import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dimensions } from '../../../src/engine/catalogue/dimensions/index.ts';
import { factIds, type FactId } from '../../../src/engine/catalogue/facts.ts';
import { measureIds, measures, type MeasureId } from '../../../src/engine/catalogue/measures/index.ts';
import type { HostSettings, Plan } from '../../../src/engine/host.ts';
import type { MeasureQuery } from '../../../src/engine/query/model.ts';
import { casesOf, files, play } from '../../golden/corpus.ts';
import { instant, type Rows } from './canonical.ts';
import { price } from './facts.ts';
import { columnName, evaluate, known, type Group } from './reference.ts';
import { demoRows, from, load, oddRows, t0 } from './rows.ts';
import { isClose, panel, startHost, withSql, type Answer, type Host } from './support.ts';

let host: Host;
let rows: Rows;

beforeAll(async () => {
  host = await startHost();
  const [demo, odd] = [demoRows(), oddRows()];
  rows = { spans: [...demo.spans, ...odd.spans], logs: [...demo.logs, ...odd.logs] };
  await load(host.url, 'otel', rows);
});

afterAll(() => host.close());

/** Reads the answer's rows as groups, by the roles of the plan's columns. */
function groupsOf({ columns, rows: cells }: Answer, query: MeasureQuery): Group[] {
  const cell = (row: unknown[], name: string) => row[columns.indexOf(name)];
  return cells.map((row) => ({
    time: query.format === 'timeseries' ? instant(cell(row, 'time') as string) : null,
    labels: [...new Set(query.groupBy ?? [])].map((id) => cell(row, id) as string),
    values: query.measures.map((ref) => cell(row, columnName(ref)) as number | null),
  }));
}

function expectGroups(plan: Plan, answer: Answer, query: MeasureQuery, lagSeconds: number): void {
  const window = plan.meta['window'] as { from: number; to: number; step: number };
  const expected = evaluate(query, rows, { ...window, lagSeconds });
  const actual = groupsOf(answer, query);
  withSql(plan, () => {
    expect(actual.map(({ time, labels }) => [String(time), ...labels])).toEqual(
      expected.map(({ time, labels }) => [String(time), ...labels])
    );
    expect(actual.flatMap(({ labels }) => labels).filter((label) => !label)).toEqual([]);
    const wrong = actual.flatMap(({ labels, values }, row) =>
      values.flatMap((value, index) => {
        const id = query.measures[index]?.id ?? '';
        const right = expected[row]?.values[index] ?? null;
        return isRight(id, value, right) ? [] : [`${labels.join(', ')} ${id}: ${value} instead of ${right}`];
      })
    );
    expect(wrong).toEqual([]);
  });
}

/** Whether a value is right; context windows are only in the price table. */
const isRight = (id: string, value: number | null, right: number | null) =>
  id.startsWith('context_used') ? value === null || (value > 0 && value <= 1) : isClose(value, right);

/** One price for every model, so that the reference needs no price table. */
const prices = { overrides: [{ model: '*', ...price }] };

const isKnown = ({ kind, format, measures: asked }: MeasureQuery) =>
  kind === 'measure' &&
  format !== 'heatmap' &&
  asked.every(({ id, compare, as }) => known(id) && compare === undefined && as === undefined);

/** The cases for a single measure or dimension are tested below, several at once. */
const answerable = files
  .filter((file) => !['measures', 'dimensions'].includes(file))
  .flatMap(casesOf)
  .filter(({ call, source }) => call.op === 'query' && source === 'collector' && isKnown(call.query as MeasureQuery))
  .filter((golden) => 'done' in play(golden));

describe('every measure query of the golden corpus gives the reference’s numbers', () => {
  test.each(answerable)('$file: $name', async ({ call }) => {
    const { query, request, settings: stored } = call as typeof call & { op: 'query' };
    const settings: HostSettings = {
      ...host.settings,
      jsonData: { evaluationReachSeconds: 0, ...stored.jsonData, prices },
    };
    const to = request.fromAlert ? t0 + 3_000 : t0;
    const plan = await host.plan(query, { ...request, from: to - (t0 - from), to }, settings);
    const lag = (stored.jsonData['evaluationLagSeconds'] as number | undefined) ?? 3600;
    expectGroups(plan, await host.run(plan), query as MeasureQuery, lag);
  });
});

describe('types of the answer', () => {
  test('labels are String, values Float64, time in nanoseconds', async () => {
    const query = {
      version: 1,
      kind: 'measure',
      format: 'timeseries',
      step: 900,
      measures: [{ id: 'requests' }, { id: 'score_count' }, { id: 'cost' }],
      groupBy: ['service', 'model'],
    };
    const { types } = await host.ask(query, panel(from, t0));
    // The last one is for the host: it counts calls of models that the census has not seen.
    expect(types).toEqual(['DateTime64(9)', 'String', 'String', 'Float64', 'Float64', 'Nullable(Float64)', 'Float64']);
  });

  test('a time zone of the server does not move buckets', async () => {
    const query = { version: 1, kind: 'measure', format: 'timeseries', step: 86_400, measures: [{ id: 'requests' }] };
    const plan = await host.plan(query, panel(from - 86_400_000, t0));
    const { rows: here } = await host.run(plan);
    const there = await host.post(`${plan.statement.sql}\nFORMAT JSONCompact`, plan.statement.params, {
      session_timezone: 'Australia/Lord_Howe',
    });
    const { data } = (await there.json()) as { data: unknown[][] };
    expect(data.map(([, value]) => value)).toEqual(here.map(([, value]) => String(value)).map(Number));
  });
});

const dimensionsAtOnce = 3;

/** Facts with their measures, and a few of their dimensions at a time. */
const chunks = factIds.flatMap((fact) => {
  // Rows are ordered by the first measure, which is a count without rounding errors.
  const own = measureIds
    .filter((id) => factsOf(id)[0] === fact)
    .sort((a, b) => Number(measures[a].none === null) - Number(measures[b].none === null));
  const others = [...new Set(own.flatMap(factsOf))];
  const shared = Object.values(dimensions).filter((dimension) => dimension.facts.includes(fact));
  return Array.from({ length: Math.ceil(shared.length / dimensionsAtOnce) }, (_, index) => {
    const groupBy = shared.slice(index * dimensionsAtOnce, (index + 1) * dimensionsAtOnce);
    const all = others.every((other) => groupBy.every(({ facts }) => facts.includes(other)));
    return {
      fact,
      ids: all ? own : own.filter((id) => factsOf(id).length === 1),
      groupBy: groupBy.map(({ id }) => id),
    };
  });
});

function factsOf(id: MeasureId): FactId[] {
  const { over, fact } = measures[id];
  return over ? (over as unknown as MeasureId[]).map((part) => measures[part].fact) : [fact];
}

describe('every measure by every dimension', () => {
  test('the reference knows all of both', () => {
    expect(measureIds.filter((id) => !known(id))).toEqual([]);
    const asked = new Set(
      chunks.flatMap(({ ids, groupBy }) => ids.flatMap((id) => groupBy.map((by) => `${id} ${by}`)))
    );
    expect(measureIds.filter((id) => ![...asked].some((pair) => pair.startsWith(`${id} `)))).toEqual([]);
  });

  test.each(chunks)('$fact by $groupBy', async ({ ids, groupBy }) => {
    const evaluation = groupBy.includes('evaluation') ? {} : { evaluation: 'faithfulness' };
    const query = {
      version: 1,
      kind: 'measure',
      format: 'table',
      measures: ids.map((id) => ({ id, ...(measures[id].perEvaluation ? evaluation : {}) })),
      groupBy,
      whatIf: { provider: 'openai', model: 'gpt-4o' },
    } as unknown as MeasureQuery;
    const settings = { ...host.settings, jsonData: { evaluationReachSeconds: 0, prices } };
    const plan = await host.plan(query, panel(from, t0), settings);
    expectGroups(plan, await host.run(plan), query, 3600);
  });
});
