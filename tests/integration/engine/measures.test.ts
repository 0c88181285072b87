import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dimensions } from '../../../src/engine/catalogue/dimensions/index.ts';
import { measureIds, measures } from '../../../src/engine/catalogue/measures/index.ts';
import type { HostSettings, Plan } from '../../../src/engine/host.ts';
import type { MeasureQuery } from '../../../src/engine/query/model.ts';
import { casesOf, files } from '../../golden/corpus.ts';
import { instant, type Rows } from './facts.ts';
import { columnName, evaluate, type Group } from './reference.ts';
import { demoRows, from, load, oddRows, t0 } from './rows.ts';
import { expectClose, panel, startHost, withSql, type Answer, type Host } from './support.ts';

let host: Host;
let rows: Rows;

beforeAll(async () => {
  host = await startHost();
  const [demo, odd] = [demoRows(), oddRows()];
  rows = { spans: [...demo.spans, ...odd.spans], logs: [...demo.logs, ...odd.logs] };
  await load(host.url, 'otel', rows);
});

afterAll(() => host.close());

/** The answer's rows as groups, by the roles of the plan's columns. */
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
    actual.forEach(({ labels, values }, row) =>
      values.forEach((value, index) =>
        expectClose(value, expected[row]?.values[index] ?? null, `${labels.join(', ')} ${query.measures[index]?.id}`)
      )
    );
  });
}

const answerable = files
  .flatMap(casesOf)
  .filter(
    ({ file, name, call, source }) =>
      file !== 'errors' && name !== 'several columns without select' && call.op === 'query' && source === 'collector'
  )
  .filter(({ call }) => call.op === 'query' && (call.query as MeasureQuery).kind === 'measure');

describe('every measure query of the golden corpus gives the reference’s numbers', () => {
  test.each(answerable)('$file: $name', async ({ call }) => {
    const { query, request, settings: stored } = call as typeof call & { op: 'query' };
    const settings: HostSettings = { ...host.settings, jsonData: stored.jsonData };
    const to = request.fromAlert ? t0 + 3_000 : t0;
    const plan = await host.plan(query, { ...request, from: to - (t0 - from), to }, settings);
    const lag = (stored.jsonData['evaluationLagSeconds'] as number | undefined) ?? 3600;
    const answer = await host.run(plan);
    expect(answer.rows.length).toBeGreaterThan(0);
    expectGroups(plan, answer, query as MeasureQuery, lag);
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
    expect(types).toEqual(['DateTime64(9)', 'String', 'String', 'Float64', 'Float64', 'Nullable(Float64)']);
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

const pairs = measureIds.flatMap((id) =>
  Object.values(dimensions)
    .filter(({ facts }) => facts.includes(measures[id].fact))
    .map((dimension) => ({ id, dimension: dimension.id }))
);

describe('every measure by every dimension', () => {
  test.each(measureIds)('%s', async (id) => {
    for (const { dimension } of pairs.filter((pair) => pair.id === id)) {
      const evaluation = id === 'score_mean' && dimension !== 'evaluation' ? { evaluation: 'faithfulness' } : {};
      const query = {
        version: 1,
        kind: 'measure',
        format: 'table',
        measures: [{ id, ...evaluation }],
        groupBy: [dimension],
      } as unknown as MeasureQuery;
      const plan = await host.plan(query, panel(from, t0));
      expectGroups(plan, await host.run(plan), query, 3600);
    }
  });
});
