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

/** Those of its variables, annotations and panels. */
function queriesOf(dashboard: Dashboard): Query[] {
  const templates = templatesOf(
    dashboard.variables.map(({ name }) => ({
      name,
      multi: name !== 'evaluation',
      includeAll: name !== 'evaluation',
      options: [],
      current: { value: name === 'evaluation' ? 'faithfulness' : all },
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
