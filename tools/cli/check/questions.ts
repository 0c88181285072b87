import { queriesOf } from '../../../src/engine/alerts/queries.ts';
import type { AlertRule } from '../../../src/engine/alerts/rule.ts';
import type { Query } from '../../../src/engine/query/model.ts';
import { replaceVariables } from '../../../src/templating/replace.ts';
import { rangeOf, type Dashboard } from '../../demo/terminal/dashboards.ts';
import { isComplete } from '../../demo/terminal/sections.ts';
import { templatesOf } from '../../demo/terminal/templates.ts';
import { fillVariables, type Ask } from '../../demo/terminal/variables.ts';
import type { Window } from '../host.ts';
import { checked, type Checked, type Place, type Run } from './checked.ts';

/**
 * Asks what a dashboard asks when it is opened over a window: the values of its variables, which the others then have, its
 * annotations and its panels, also those of rows that are closed.
 */
export async function checkDashboard(run: Run, dashboard: Dashboard, window: Window): Promise<Checked[]> {
  const all: Checked[] = [];
  const ask = async (what: string, query: Query, range: Window): Promise<Checked> => {
    const place: Place = { where: dashboard.title, what };
    const one = await checked(run, place, query, range, { fromAlert: false });
    all.push(one);
    return one;
  };
  const names = dashboard.variables.filter(({ type }) => type === 'query').map(({ name }) => name);
  const variables = await fillVariables(dashboard.variables, async (query) =>
    answerOf(await ask(`variable ${names[all.length] ?? ''}`, query, window))
  ).catch(() => undefined);
  if (!variables) {
    // Without its values, panels would be asked for other things than in Grafana.
    return all;
  }
  const templates = templatesOf(variables);
  for (const { name, target } of dashboard.annotations) {
    await ask(name, replaceVariables(target, templates), window);
  }
  for (const { title, targets, timeFrom } of dashboard.rows.flatMap(({ panels }) => panels)) {
    for (const target of targets.map((one) => replaceVariables(one, templates)).filter(isComplete)) {
      await ask(templates.replace(title), target, rangeOf({ timeFrom }, window));
    }
  }
  return all;
}

/** Asks what a rule asks at the end of a window. Its queries differ in the column that they show, so that one stands for all. */
export async function checkRule(run: Run, rule: AlertRule, { to }: Window): Promise<Checked[]> {
  const [first] = queriesOf(rule);
  return first
    ? [
        await checked(
          run,
          { where: 'alert rules', what: rule.title },
          first.query,
          { from: to - rule.window * 1000, to },
          { fromAlert: true }
        ),
      ]
    : [];
}

/** An answer as variables read it. */
const answerOf = ({ columns, rows, message }: Checked): Awaited<ReturnType<Ask>> => ({
  frames: [
    {
      schema: { fields: columns.map((name) => ({ name, type: 'string' })) },
      data: { values: columns.map((_, index) => rows.map((row) => row[index])) },
    },
  ],
  error: message ?? '',
});
