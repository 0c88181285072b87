import type { Query } from '../../../src/engine/query/model.ts';
import { replaceVariables } from '../../../src/templating/replace.ts';
import { readDashboards, type Dashboard } from '../../demo/terminal/dashboards.ts';
import { panelsOf } from '../../demo/terminal/sections.ts';
import { all, templatesOf } from '../../demo/terminal/templates.ts';

export interface Questions {
  title: string;
  asked: Question[];
}

export interface Question {
  query: Query;
  /** The panel's own time range, such as `24h`. */
  timeFrom?: string | undefined;
}

/** What each dashboard asks when it is opened, for all values of its variables but one evaluation. */
export const dashboardQuestions = (): Questions[] =>
  readDashboards().map((dashboard) => ({ title: dashboard.title, asked: askedBy(dashboard) }));

/** What is chosen of single values; of others it is all. */
const chosen: Record<string, string> = {
  ...{ evaluation: 'faithfulness', conversation: '' },
  ...{ chosen_prompt: 'search', version_a: '12', version_b: '13' },
};
const chosenFor = (name: string): string => chosen[name] ?? all;

/** Those of its variables, annotations and panels. */
function askedBy(dashboard: Dashboard): Question[] {
  const templates = templatesOf(
    dashboard.variables.map(({ name }) => ({
      name,
      multi: chosenFor(name) === all,
      includeAll: chosenFor(name) === all,
      options: [],
      current: { value: chosenFor(name) },
    }))
  );
  const plain = (query: Query): Question => ({ query });
  const saved: Question[] = [
    ...dashboard.variables.filter(({ type }) => type === 'query').map(({ query }) => plain(query as Query)),
    ...dashboard.annotations.map(({ target }) => plain(target)),
    ...panelsOf(dashboard).flatMap(({ targets, timeFrom }) => targets.map((query) => ({ query, timeFrom }))),
  ];
  return saved.map(({ query, timeFrom }) => {
    const { datasource: _, ...asked } = replaceVariables(query, templates) as Query & { datasource?: unknown };
    return { query: asked, timeFrom };
  });
}
