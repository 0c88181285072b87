import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dashboards } from '../../../src/engine/alerts/dashboards.ts';
import { budgets } from '../../../tools/demo/budgets.ts';
import type { SpanRow } from '../../../tools/demo/data/rows.ts';
import { clickHouseTime, load, span, t0 } from '../engine/rows.ts';
import { startHost, type Host } from '../engine/support.ts';
import { dashboardOf, open, shipped, type Asked, type Range } from './opened.ts';

// Every query of every dashboard is run over tables that lack what it shows, or have too much of it, for a quarter of a year.

const day = 86_400_000;
const quarter: Range = { from: t0 - 90 * day, to: t0 };

/** Names of models that are hard to write. */
const models = [`a/b 'c' "d" \\e`, 'provider/model:free', `it's "quoted", 100% & more?`];

const called = (at: number, more: Record<string, string>, own: Partial<SpanRow> = {}): SpanRow =>
  span(
    at,
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.usage.input_tokens': '10',
      ...more,
    },
    own
  );

const onlySpan = span(t0 - 60_000, { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': models[0] ?? '' });

/** Calls that say nothing but their model and tokens: no feature, tool, agent, guardrail or evaluation. */
const bare = Array.from({ length: 250 }, (_, index) =>
  called(
    t0 - 60_000 - index * 8 * 3_600_000,
    { 'gen_ai.request.model': models[index % models.length] ?? '' },
    index % 10 === 0 ? { StatusCode: 'Error' } : {}
  )
);

/** As many values of each tag as a careless application writes: 2,000 of features, users and so on, and 200 models. */
const many = Array.from({ length: 2000 }, (_, index) => {
  const at = t0 - 60_000 - index;
  const tags = {
    'gen_ai.request.model': `${models[index % models.length]} ${index % 200}`,
    'app.feature': `feature ${index}`,
    'app.team': `team ${index}`,
    'app.customer': `customer/${index}`,
    'user.id': `user "${index}"`,
    'vcs.repository.name': `repository ${index}`,
    'gen_ai.conversation.id': `conversation ${index}`,
    'gen_ai.agent.name': `agent ${index}`,
    'gen_ai.prompt.name': `prompt ${index % 1000}`,
    'gen_ai.prompt.version': `v${index % 2}`,
  };
  return [
    called(at, tags, {
      'Events.Timestamp': [clickHouseTime(at + 1)],
      'Events.Name': ['gen_ai.evaluation.result'],
      'Events.Attributes': [
        {
          'gen_ai.evaluation.name': 'faithfulness',
          'gen_ai.evaluation.score.value': String(1 + (index % 5)),
          'gen_ai.evaluation.evaluator.id': `judge ${index}`,
        },
      ],
    }),
    span(
      at,
      { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': `tool ${index}` },
      { ServiceName: `service ${index}` }
    ),
    span(at, { ...tags, 'gen_ai.operation.name': 'invoke_agent' }),
  ];
}).flat();

const tables: Record<string, SpanRow[]> = { empty: [], single: [onlySpan], bare, many };

let host: Host;

beforeAll(async () => {
  host = await startHost();
  host.now = () => t0;
  for (const [database, spans] of Object.entries(tables)) {
    await load(host.url, database, { spans, logs: [] });
  }
}, 120_000);

afterAll(() => host?.close());

/** The most rows of a table, and the most lines of a graph. */
const most = { rows: 100, lines: 13 };

interface Transformed {
  transformations?: { id: string; options: { limitField?: number } }[];
}

/** How much an answer shows: its rows, or of a graph its lines. */
function shownOf({ query, panel, answer: { columns, rows } }: Asked): number {
  const groups = query.kind === 'measure' && query.format !== 'table' ? query.groupBy : undefined;
  const at = groups?.map((id) => columns.indexOf(id));
  const { transformations } = panel as Transformed;
  const limit = transformations?.find(({ id }) => id === 'limit')?.options.limitField ?? Infinity;
  return at
    ? new Set(rows.map((row) => JSON.stringify(at.map((place) => row[place])))).size
    : Math.min(rows.length, limit);
}

const isTooMuch = (asked: Asked): boolean =>
  shownOf(asked) > (asked.query.kind === 'measure' && asked.query.format !== 'table' ? most.lines : most.rows);

/** Panels with room for a sentence say what to instrument, and numbers say that there is none. */
const saysWhy = ({ type, fieldConfig: { defaults } }: Asked['panel']): boolean =>
  (['stat', 'bargauge'].includes(type) ? /^(–|\S.*)$/ : /^.{20,}$/).test(String(defaults['noValue'] ?? ''));

describe.each(shipped)('$title', (dashboard) => {
  test.each(Object.keys(tables))(
    'is shown of a table that is %s, and says what is missing',
    async (database) => {
      const settings = { ...host.settings, database, jsonData: { budgets } };
      const { asked, variables } = await open(dashboard, { host, settings, range: quarter });
      expect(asked.length).toBeGreaterThan(0);
      const nothing = asked.filter(({ panel, answer }) => panel.type !== 'annotation' && answer.rows.length === 0);
      expect(nothing.filter(({ panel }) => !saysWhy(panel)).map(({ panel }) => panel.title)).toEqual([]);
      expect(asked.filter(isTooMuch).map((one) => `${one.panel.title}: ${shownOf(one)}`)).toEqual([]);
      // One more than is offered tells that there are more.
      const offered = Object.fromEntries(variables.map(({ name, options = [] }) => [name, options.length]));
      expect(Object.entries(offered).filter(([, count]) => count > 1001)).toEqual([]);
      expect(database !== 'many' || (offered['feature'] ?? offered['user'])).toBeTruthy();
    },
    120_000
  );
});

test('two thousand features are named as far as there is room, and the rest is a row', async () => {
  const settings = { ...host.settings, database: 'many', jsonData: { budgets } };
  const { uid, panels } = dashboards.costAttribution;
  const { asked, variables } = await open(dashboardOf(uid), { host, settings, range: quarter });
  // The statement asks for one more than is shown, to tell that there are more.
  expect(variables.find(({ name }) => name === 'feature')?.options).toHaveLength(1001);
  const { columns, rows } = asked.find(({ panel }) => panel.id === panels.shareByFeature)!.answer;
  expect(rows).toHaveLength(11);
  expect(rows.map((row) => row[columns.indexOf('feature')])).toContain('other');
}, 60_000);
