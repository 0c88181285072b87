import { expect, test } from 'vitest';
import { replaceVariables } from '../../../src/templating/replace.ts';
import type { QueryAnswer } from '../../plugin/messages.ts';
import { readDashboards } from './dashboards.ts';
import { templatesOf, type Variable } from './templates.ts';
import { fillVariables, type SavedVariable } from './variables.ts';

const answer = (values: string[]): QueryAnswer => ({
  frames: [{ schema: { fields: [{ name: 'feature', type: 'string' }] }, data: { values: [values] } }],
  error: '',
  status: 200,
  errorSource: '',
});

const asking = (current: string | string[], more: Partial<SavedVariable> = {}): SavedVariable => ({
  name: 'feature',
  type: 'query',
  query: { version: 1, kind: 'sql', format: 'table', sql: 'SELECT 1' },
  current: { value: current },
  ...more,
});

test.each<[string, SavedVariable, string[], string | string[]]>([
  ['keeps a choice that is still offered', asking('b'), ['a', 'b'], 'b'],
  ['takes the first where the choice is gone', asking('gone'), ['b', 'a'], 'a'],
  ['keeps All', asking(['$__all'], { multi: true, includeAll: true }), ['a', 'b'], ['$__all']],
  ['falls back to All', asking(['gone'], { multi: true, includeAll: true }), ['a'], ['$__all']],
  ['keeps those of several that are still offered', asking(['a', 'gone'], { multi: true }), ['a', 'b'], ['a']],
  ['has no value where nothing is offered', asking('gone'), [], ''],
])('a query variable %s', async (_, saved, offered, expected) => {
  const [filled] = await fillVariables([saved], async () => answer(offered));
  expect(filled?.current.value).toEqual(expected);
});

test('a variable is asked with those before it', async () => {
  const asked: unknown[] = [];
  const first = asking('a');
  const second = asking('x', { name: 'model', query: { ...(first.query as object), sql: "SELECT '$feature'" } });
  await fillVariables([first, second], async (model) => {
    asked.push('sql' in model ? model.sql : model);
    return answer(['a', 'x']);
  });
  expect(asked).toEqual(['SELECT 1', "SELECT 'a'"]);
});

test('a query that fails stops with its words', async () => {
  const failed = fillVariables([asking('a')], async () => ({ ...answer([]), error: 'No table.' }));
  await expect(failed).rejects.toThrow('"feature" could not be read: No table.');
});

test.each<[string, string]>([
  ['$one', 'a'],
  ['${one} and [[one]]', 'a and a'],
  ['${one:csv}', 'a'],
  ['$several', '{a,b}'],
  ['$everything', '{a,b,c}'],
  ['$none $5', '$none $5'],
])('the text %s becomes %s', (text, expected) => {
  const variable = (name: string, value: string | string[]): Variable => ({
    name,
    multi: Array.isArray(value),
    includeAll: true,
    options: ['a', 'b', 'c'],
    current: { value },
  });
  const templates = templatesOf([
    variable('one', 'a'),
    variable('several', ['a', 'b']),
    variable('everything', ['$__all']),
  ]);
  expect(templates.replace(text)).toBe(expected);
});

test.each(readDashboards().map((dashboard) => [dashboard.uid, dashboard] as const))(
  'no variable is left in a query of %s',
  async (_, { variables, annotations, rows }) => {
    const templates = templatesOf(await fillVariables(variables, async () => answer(['faithfulness', 'toxicity'])));
    const targets = [
      ...rows.flatMap(({ panels }) => panels.flatMap((panel) => panel.targets)),
      ...annotations.map(({ target }) => target),
    ];
    expect(targets.length).toBeGreaterThan(0);
    for (const { datasource: _source, ...target } of targets as ((typeof targets)[number] & {
      datasource?: unknown;
    })[]) {
      expect(JSON.stringify(replaceVariables(target, templates))).not.toContain('$');
    }
  }
);
