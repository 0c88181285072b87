import type { Query } from '../../../src/engine/query/model.ts';
import { replaceVariables } from '../../../src/templating/replace.ts';
import { readDashboards, type Dashboard } from '../../demo/terminal/dashboards.ts';
import { panelsOf } from '../../demo/terminal/sections.ts';
import { all, templatesOf } from '../../demo/terminal/templates.ts';

export interface Questions {
  title: string;
  queries: Query[];
}

/** What each dashboard asks when it is opened, for all values of its variables but one evaluation. */
export const dashboardQuestions = (): Questions[] =>
  readDashboards().map((dashboard) => ({ title: dashboard.title, queries: queriesOf(dashboard) }));

/** What is chosen of single values; of others it is all. */
const chosen: Record<string, string> = {
  ...{ evaluation: 'faithfulness', conversation: '' },
  ...{ chosen_prompt: 'search', version_a: '12', version_b: '13' },
};
const chosenFor = (name: string): string => chosen[name] ?? all;

/** Those of its variables, annotations and panels. */
function queriesOf(dashboard: Dashboard): Query[] {
  const templates = templatesOf(
    dashboard.variables.map(({ name }) => ({
      name,
      multi: chosenFor(name) === all,
      includeAll: chosenFor(name) === all,
      options: [],
      current: { value: chosenFor(name) },
    }))
  );
  const saved = [
    ...dashboard.variables.filter(({ type }) => type === 'query').map(({ query }) => query as Query),
    ...dashboard.annotations.map(({ target }): Query => target),
    ...panelsOf(dashboard).flatMap(({ targets }): Query[] => targets),
  ];
  return saved.map((query) => {
    const { datasource: _, ...asked } = replaceVariables(query, templates) as Query & { datasource?: unknown };
    return asked;
  });
}
