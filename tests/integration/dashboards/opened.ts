import type { HostSettings, Plan } from '../../../src/engine/host.ts';
import type { Query } from '../../../src/engine/query/model.ts';
import { replaceVariables } from '../../../src/templating/replace.ts';
import { rangeOf, readDashboards, type Dashboard, type Panel } from '../../../tools/demo/terminal/dashboards.ts';
import { isComplete } from '../../../tools/demo/terminal/sections.ts';
import { templatesOf, type Variable } from '../../../tools/demo/terminal/templates.ts';
import { fillVariables } from '../../../tools/demo/terminal/variables.ts';
import { panel as request, type Answer, type Host } from '../engine/support.ts';

export interface Range {
  from: number;
  to: number;
}

/** A panel's query as it is sent, and its answer. */
export interface Asked {
  panel: Panel;
  query: Query;
  plan: Plan;
  answer: Answer;
}

/** What is looked at: a table in a range of time, with values of variables other than those that Grafana chooses. */
export interface View {
  host: Host;
  settings: HostSettings;
  range: Range;
  chosen?: Record<string, string>;
}

export const shipped: readonly Dashboard[] = readDashboards();

export const dashboardOf = (uid: string): Dashboard => {
  const found = shipped.find((one) => one.uid === uid);
  if (!found) {
    throw new Error(`There is no dashboard "${uid}".`);
  }
  return found;
};

/** Fills a dashboard's variables as Grafana does, and asks what its panels and annotations do. Throws with the title of what fails. */
export async function open(
  dashboard: Dashboard,
  { host, settings, range, chosen = {} }: View
): Promise<{ variables: readonly Variable[]; asked: Asked[] }> {
  const run = async (query: Query, { from, to }: Range, title: string) => {
    const intervalMs = Math.max(60_000, Math.ceil((to - from) / points / 60_000) * 60_000);
    const asked = request(from, to, { intervalMs, maxDataPoints: points });
    try {
      const plan = await host.plan(withoutGrafana(query), asked, settings);
      return { plan, answer: await host.run(plan) };
    } catch (reason) {
      throw new Error(`${dashboard.title}, ${title}: ${String(reason)}`, { cause: reason });
    }
  };
  const known = new Map<string, ReturnType<typeof run>>();
  /** Asks once, however many panels show the answer. */
  const ask: typeof run = (query, own, title) => {
    const key = JSON.stringify([query, own]);
    const answer = known.get(key) ?? run(query, own, title);
    known.set(key, answer);
    return answer;
  };
  const saved = dashboard.variables.map((variable) =>
    variable.name in chosen ? { ...variable, current: { value: chosen[variable.name] ?? '' } } : variable
  );
  const variables = await fillVariables(saved, async (model) => {
    const { answer } = await ask(model, range, 'variable');
    return { frames: [frameOf(answer)], error: '', status: 200, errorSource: '' };
  });
  const templates = templatesOf(variables);
  const marks = dashboard.annotations.map(({ name, target }) => ({ panel: { ...mark, title: name }, target }));
  const targets = dashboard.rows
    .flatMap(({ panels }) => panels)
    .flatMap((panel) => panel.targets.map((target) => ({ panel, target })));
  const asked: Asked[] = [];
  for (const { panel, target } of [...targets, ...marks]) {
    const query = replaceVariables(target, templates);
    if (isComplete(query)) {
      asked.push({ panel, query, ...(await ask(query, rangeOf(panel, range), panel.title)) });
    }
  }
  return { variables, asked };
}

/** The number of points of a graph, which has more in a browser; the statements are the same. */
const points = 12;

const mark: Panel = {
  ...{ id: 0, title: '', type: 'annotation', gridPos: { w: 24 } },
  ...{ targets: [], options: {}, fieldConfig: { defaults: {}, overrides: [] } },
};

/** Leaves out the keys that Grafana adds to a query, as the data source does. */
const withoutGrafana = (query: Query): Record<string, unknown> =>
  Object.fromEntries(Object.entries(query).filter(([key]) => !['refId', 'datasource'].includes(key)));

function frameOf({ columns, types, rows }: Answer) {
  const fields = columns.map((name, index) => ({ name, type: types[index] === 'String' ? 'string' : 'number' }));
  return { schema: { fields }, data: { values: columns.map((_, index) => rows.map((row) => row[index])) } };
}
