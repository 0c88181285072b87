import { CoreApp, type DataSourceInstanceSettings, PluginType, type TypedVariableModel } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';
import { describe, expect, it } from 'vitest';

import type { ValuesQuery } from '../engine/query/model.ts';
import { GenAIDataSource } from './datasource.ts';
import { defaultBudgets, defaultSpans, fillIn } from './defaults.ts';
import { withGraph } from './graph.ts';
import { inDashboardsZone } from './timezone.ts';
import type { GenAIMeasureQuery, GenAIQuery, GenAISqlQuery, Settings } from './types.ts';

type Values = Record<string, { value: string | string[]; current?: string | string[]; multi?: boolean }>;
type Format = (value: unknown, variable: { multi: boolean }) => string;

/** Replaces `$name` and `${name}` as Grafana does: the format receives the value, and an unknown name stays. */
function templates(values: Values): TemplateSrv {
  return {
    getVariables: () =>
      Object.entries(values).map(
        ([name, { value, current }]) => ({ name, current: { value: current ?? value } }) as TypedVariableModel
      ),
    containsTemplate: () => true,
    updateTimeRange: () => undefined,
    replace: (text = '', scopedVars = {}, format) =>
      text.replace(/\$(\w+)|\$\{(\w+)\}/g, (match: string, plain?: string, braced?: string) => {
        const name = plain ?? braced ?? '';
        const value: unknown = scopedVars[name]?.value ?? values[name]?.value;
        if (value === undefined) {
          return match;
        }
        return typeof format === 'function'
          ? (format as Format)(value, { multi: values[name]?.multi ?? false })
          : [value].flat().join(',');
      }),
  };
}

function dataSource(values: Values = {}): GenAIDataSource {
  const instance = {
    id: 1,
    uid: 'genai',
    name: 'GenAI',
    type: 'genai-clickhouse-datasource',
    jsonData: { database: 'otel' },
    meta: { id: 'genai-clickhouse-datasource', type: PluginType.datasource },
    access: 'proxy',
    readOnly: false,
  } as unknown as DataSourceInstanceSettings<Settings>;
  return new GenAIDataSource(instance, templates(values));
}

const measure = (values: string[], changes: Partial<GenAIMeasureQuery> = {}): GenAIMeasureQuery => ({
  refId: 'A',
  version: 1,
  kind: 'measure',
  format: 'timeseries',
  measures: [{ id: 'requests' }],
  groupBy: [],
  filters: [{ dimension: 'feature', operator: 'in', values }],
  ...changes,
});

const sql = (text: string): GenAISqlQuery => ({ refId: 'A', version: 1, kind: 'sql', format: 'table', sql: text });

function filterValues(query: GenAIQuery): string[] | undefined {
  return query.kind === 'measure' ? query.filters[0]?.values : undefined;
}

describe('template variables in filters', () => {
  it.each([
    ['a single value', { feature: { value: 'chat' } }, ['$feature'], ['chat']],
    ['several values', { feature: { value: ['chat', 'search'] } }, ['${feature}'], ['chat', 'search']],
    ['values with commas and quotes', { feature: { value: ["a,b'c", 'd'] } }, ['$feature'], ["a,b'c", 'd']],
    ['text around a variable', { env: { value: ['dev', 'prod'] } }, ['api-$env'], ['api-dev', 'api-prod']],
    ['values twice', { feature: { value: ['chat'] } }, ['chat', '$feature'], ['chat']],
    ['an unknown variable', {}, ['$nothing'], ['$nothing']],
    ['an empty selection', { feature: { value: [] } }, ['$feature'], []],
  ])('replaces %s', (_, variables, values, expected) => {
    expect(filterValues(dataSource(variables).applyTemplateVariables(measure(values), {}))).toEqual(expected);
  });

  it.each([
    ['several names', { budget: { value: ['everything', 'chat'] } }, ['everything', 'chat']],
    ['All', { budget: { value: ['everything', 'chat'], current: '$__all' } }, []],
  ])('replaces %s among budgets', (_, variables, expected) => {
    const query: GenAIQuery = { ...defaultBudgets(), refId: 'A', budgets: ['$budget'] };
    expect(dataSource(variables).applyTemplateVariables(query, {})).toEqual({ ...query, budgets: expected });
  });

  it('takes All, which Grafana gives as every option, for no filter', () => {
    const all = { feature: { value: ['chat', 'search'], current: ['$__all'] } };
    expect(filterValues(dataSource(all).applyTemplateVariables(measure(['$feature']), {}))).toEqual([]);
  });

  it('takes All with a value of its own for no filter', () => {
    const all = { feature: { value: '$__all' } };
    expect(filterValues(dataSource(all).applyTemplateVariables(measure(['$feature']), {}))).toEqual([]);
  });

  it('gives a repeated panel its own value while the dashboard shows All', () => {
    const all = { feature: { value: ['chat', 'search'], current: ['$__all'] } };
    const own = { feature: { value: 'chat', text: 'chat' } };
    expect(filterValues(dataSource(all).applyTemplateVariables(measure(['$feature']), own))).toEqual(['chat']);
  });

  it('replaces the name of an evaluation', () => {
    const query = measure([], { measures: [{ id: 'score_mean', evaluation: '$evaluation' }] });
    const replaced = dataSource({ evaluation: { value: 'faithfulness' } }).applyTemplateVariables(query, {});
    expect(replaced).toMatchObject({ measures: [{ id: 'score_mean', evaluation: 'faithfulness' }] });
  });

  it('leaves the name of an evaluation as it is written where nothing can be chosen', () => {
    const query = measure([], { measures: [{ id: 'requests' }, { id: 'score_mean', evaluation: '$evaluation' }] });
    const replaced = dataSource({ evaluation: { value: '' } }).applyTemplateVariables(query, {});
    expect(replaced).toMatchObject({ measures: [{ id: 'requests' }, { id: 'score_mean', evaluation: '$evaluation' }] });
  });
});

describe('template variables elsewhere in a query', () => {
  const chosen = dataSource({ model: { value: 'gpt-4o' }, prompt: { value: 'greeting' }, key: { value: 'other' } });

  it('replaces the model to compare with', () => {
    const query = measure([], { measures: [{ id: 'whatif_cost' }], whatIf: { provider: '', model: '$model' } });
    expect(chosen.applyTemplateVariables(query, {})).toEqual({ ...query, whatIf: { provider: '', model: 'gpt-4o' } });
  });

  it('replaces filters of calls, and no names of attributes', () => {
    const query: GenAIQuery = {
      ...defaultSpans(),
      refId: 'A',
      groupBy: ['attr:$key'],
      filters: [{ dimension: 'attr:$key', operator: 'in', values: ['$model'] }],
    };
    expect(chosen.applyTemplateVariables(query, {})).toEqual({
      ...query,
      filters: [{ dimension: 'attr:$key', operator: 'in', values: ['gpt-4o'] }],
    });
  });

  it('replaces the prompt that is asked for', () => {
    const query: GenAIQuery = {
      refId: 'A',
      version: 1,
      kind: 'prompt_template',
      format: 'table',
      prompt: '$prompt',
      at: 7,
    };
    expect(chosen.applyTemplateVariables(query, {})).toEqual({ ...query, prompt: 'greeting' });
  });
});

describe('template variables in SQL', () => {
  it('lists several values as literals that cannot end early', () => {
    const several = dataSource({ feature: { value: ["it's", 'a\\b'], multi: true } });
    expect(several.applyTemplateVariables(sql('f IN ($feature)'), {})).toMatchObject({
      sql: "f IN ('it\\'s','a\\\\b')",
    });
  });

  it('leaves a single value bare, harmless within quotes, and macros alone', () => {
    const single = dataSource({ feature: { value: "it's" } });
    expect(single.applyTemplateVariables(sql("f = '$feature' AND $__timeFilter(t)"), {})).toMatchObject({
      sql: "f = 'it\\'s' AND $__timeFilter(t)",
    });
  });
});

describe('ad-hoc filters', () => {
  const filters = [
    { key: 'feature', operator: '!=', value: "it's" },
    { key: 'attr:app.plan', operator: '=|', value: 'pro', values: ['pro', 'free'] },
    { key: 'model', operator: '=~', value: '^gpt' },
  ];

  it('are filters of queries of the catalogue', () => {
    expect(dataSource().applyTemplateVariables(measure(['chat']), {}, filters)).toMatchObject({
      filters: [
        { dimension: 'feature', operator: 'in', values: ['chat'] },
        { dimension: 'feature', operator: 'not_in', values: ["it's"] },
        { dimension: 'attr:app.plan', operator: 'in', values: ['pro', 'free'] },
        { dimension: 'model', operator: 'matches', values: ['^gpt'] },
      ],
    });
  });

  it.each([
    ['a comparison of numbers', { key: 'feature', operator: '>', value: '1' }],
    ['what is no dimension', { key: 'nothing', operator: '=', value: '1' }],
  ])('that are %s are an error, not ignored', (_, filter) => {
    expect(() => dataSource().applyTemplateVariables(measure([]), {}, [filter])).toThrow('cannot be applied');
  });

  it.each([
    ['at a comma', { value: 'Acme', valueLabels: [' Inc.'] }],
    ['at a bar', { value: 'p', values: ['p', 'q'], valueLabels: ['p', 'q'] }],
  ])('whose value a link cut off %s are an error, not another value', (_, cut) => {
    const filter = { key: 'customer', operator: '=', ...cut };
    expect(() => dataSource().applyTemplateVariables(measure([]), {}, [filter])).toThrow('was cut off');
    const chosen = { ...filter, value: 'Acme, Inc.', values: ['Acme, Inc.'], valueLabels: ['Acme, Inc.'] };
    expect(() => dataSource().applyTemplateVariables(measure([]), {}, [chosen])).not.toThrow();
  });

  it('are beside SQL, which says where they are applied', () => {
    const own = {
      ...sql('SELECT 1'),
      filters: [{ dimension: 'team' as const, operator: 'in' as const, values: ['$model'] }],
    };
    expect(dataSource({ model: { value: 'a' } }).applyTemplateVariables(own, {}, filters.slice(0, 1))).toEqual({
      ...own,
      filters: [
        { dimension: 'team', operator: 'in', values: ['a'] },
        { dimension: 'feature', operator: 'not_in', values: ["it's"] },
      ],
    });
    expect(dataSource().applyTemplateVariables(sql('SELECT 1'), {}, [])).toEqual(sql('SELECT 1'));
  });

  it('offer dimensions', async () => {
    expect(await dataSource().getTagKeys()).toContainEqual({ value: 'feature', text: 'Feature' });
  });
});

describe('a trace', () => {
  const trace: GenAIQuery = { refId: 'A', version: 1, kind: 'trace', format: 'table', traceId: 'f00' };

  it('has its graph beside it in Explore', () => {
    expect(withGraph(trace, CoreApp.Explore)).toEqual([
      trace,
      { ...trace, refId: 'A nodes', view: 'nodes', content: false },
      { ...trace, refId: 'A edges', view: 'edges', content: false },
    ]);
  });

  it('is alone in a panel, and so is a graph', () => {
    expect(withGraph(trace, CoreApp.Dashboard)).toEqual([trace]);
    expect(withGraph({ ...trace, view: 'nodes' }, CoreApp.Explore)).toEqual([{ ...trace, view: 'nodes' }]);
  });
});

describe('what is missing in a query', () => {
  const values: Partial<ValuesQuery> = { version: 1, kind: 'values', format: 'table', filters: [], limit: 10 };

  it('is filled in, and no dimension where none is taken', () => {
    expect(fillIn({ ...values })).toEqual({ ...values, dimension: 'feature' });
    expect(fillIn({ ...values, of: 'attribute_key' })).toEqual({ ...values, of: 'attribute_key' });
  });
});

describe('filterQuery', () => {
  it.each([
    ['a measure query', measure([]), true],
    ['a hidden query', { ...measure([]), hide: true }, false],
    ['a query without measures', measure([], { measures: [] }), false],
    ['a query without a kind, which is the default one', { refId: 'A' } as GenAIQuery, true],
    ['calls', { ...defaultSpans(), refId: 'A' }, true],
    ['SQL', sql('SELECT 1'), true],
    ['empty SQL', sql('  '), false],
  ])('judges %s', (_, query, expected) => {
    expect(dataSource().filterQuery(query)).toBe(expected);
  });
});

describe('the time zone of a time series', () => {
  const series = { kind: 'measure', format: 'timeseries', measures: [{ id: 'cost' }], refId: 'A' } as GenAIQuery;
  it.each([
    ['Europe/Berlin', series, {}, 'Europe/Berlin'],
    ['browser', series, {}, Intl.DateTimeFormat().resolvedOptions().timeZone],
    ['utc', series, {}, undefined],
    ['Europe/Berlin', series, { timezone: 'Asia/Tokyo' }, undefined],
    ['Europe/Berlin', { ...series, timezone: 'Asia/Tokyo' } as GenAIQuery, {}, 'Asia/Tokyo'],
    ['Europe/Berlin', { ...series, format: 'table' } as GenAIQuery, {}, undefined],
  ])('is that of the dashboard, %s, if nothing else is said', (zone, query, settings, expected) => {
    const told = inDashboardsZone(query, zone, settings);
    expect('timezone' in told ? told.timezone : undefined).toBe(expected === 'UTC' ? undefined : expected);
  });
});
