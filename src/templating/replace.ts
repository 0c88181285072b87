import type { Filter, Query } from '../engine/query/model.ts';

/** A panel's own values, such as a repeated panel's, which take precedence over the dashboard's. */
export type ScopedVars = Readonly<Record<string, { value?: unknown } | undefined>>;

/** Formats a variable's value, which is a list if several values are selected. */
export type Format = (value: unknown, variable?: { multi?: boolean; includeAll?: boolean }) => string;

/** A dashboard's variables: Grafana's TemplateSrv in the browser, the demo's own in the terminal. */
export interface Templates {
  replace(text: string, scopedVars?: ScopedVars, format?: Format): string;
  getVariables(): readonly { name: string; current?: unknown }[];
}

/** Grafana's value of *All*. */
const all = '$__all';
const whole = /^(?:\$(\w+)|\$\{(\w+)(?:[.:][^}]*)?\}|\[\[(\w+)(?:[.:][^\]]*)?\]\])$/;

/** A control character that no variable value contains: it marks the values of variables in the text. */
const edge = '\u0001';
const comma = '\u0002';

/** The fields of a query that may contain variables, in addition to those of its measures, filters and conditions. */
const texts = [
  'prompt',
  'promptVersion',
  'a',
  'b',
  'at',
  'evaluation',
  'search',
  'traceId',
  'spanId',
  'conversationId',
];

/** Replaces variables in a query, but not in names of dimensions and measures. */
export function replaceVariables<Saved extends Query>(
  query: Saved,
  templates: Templates,
  scopedVars: ScopedVars = {}
): Saved {
  if (query.kind === 'sql') {
    const { sql, filters } = query;
    return {
      ...query,
      sql: replaceSql(sql, templates, scopedVars),
      ...(filters ? { filters: replaceFilters(filters, templates, scopedVars) } : {}),
    };
  }
  const replaced = (text: string) => templates.replace(text, scopedVars);
  // Where there are no scores, nothing can be chosen. `$evaluation` is then the name of an evaluation that gave none.
  const evaluationIn = (text: string) => replaced(text) || text;
  const changes: Partial<Record<string, unknown>> = Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      texts.includes(name) && typeof value === 'string'
        ? [[name, name === 'evaluation' ? evaluationIn(value) : replaced(value)]]
        : []
    )
  );
  if ('filters' in query) {
    changes['filters'] = replaceFilters(query.filters ?? [], templates, scopedVars);
  }
  if (query.kind === 'spans' && query.conditions) {
    changes['conditions'] = query.conditions.map((condition) =>
      'value' in condition && typeof condition.value === 'string'
        ? { ...condition, value: replaced(condition.value) }
        : condition
    );
  }
  if (query.kind === 'budgets' && query.budgets) {
    changes['budgets'] = replaceValues(query.budgets, templates, scopedVars);
  }
  if (query.kind === 'measure') {
    changes['measures'] = query.measures.map((measure) =>
      measure.evaluation === undefined ? measure : { ...measure, evaluation: evaluationIn(measure.evaluation) }
    );
    if (query.whatIf) {
      changes['whatIf'] = { ...query.whatIf, model: replaced(query.whatIf.model) };
    }
  }
  return { ...query, ...changes };
}

const replaceFilters = (filters: readonly Filter[], templates: Templates, scopedVars: ScopedVars): Filter[] =>
  filters.map((filter) => ({ ...filter, values: replaceValues(filter.values, templates, scopedVars) }));

/**
 * Replaces variables in values, such as a filter's; a variable with several values becomes several values.
 * *All* and an empty selection leave no values, which means no filter.
 */
function replaceValues(values: readonly string[], templates: Templates, scopedVars: ScopedVars): string[] {
  if (values.some((value) => isAll(value, templates, scopedVars))) {
    return [];
  }
  return [...new Set(values.flatMap((value) => replaceValue(value, templates, scopedVars)))];
}

/** Replaces variables in SQL: a single value is escaped for use within quotes, several become a list of string literals. */
function replaceSql(sql: string, templates: Templates, scopedVars: ScopedVars): string {
  return templates.replace(sql, scopedVars, (value, variable) => {
    if (Array.isArray(value)) {
      return value.map((item) => literal(String(item))).join(',');
    }
    return variable?.multi || variable?.includeAll ? literal(String(value)) : escape(String(value));
  });
}

function replaceValue(value: string, templates: Templates, scopedVars: ScopedVars): string[] {
  const marked = templates.replace(value, scopedVars, (chosen) => edge + [chosen].flat().join(comma) + edge);
  const parts = marked.split(edge);
  if (parts.length === 1) {
    return [marked];
  }
  return parts
    .map((part, index) => (index % 2 === 0 ? [part] : part.split(comma)))
    .reduce((texts, part) => texts.flatMap((text) => part.map((next) => text + next)), [''])
    .filter((text) => text !== '');
}

/**
 * Whether the variable is set to *All*, which Grafana passes as the list of all options, so the variable itself is read. A
 * repeated panel has a single value instead, which is not a list.
 */
function isAll(value: string, templates: Templates, scopedVars: ScopedVars): boolean {
  if (value === all) {
    return true;
  }
  const name = value.match(whole)?.slice(1).find(Boolean);
  if (name === undefined) {
    return false;
  }
  const own = scopedVars[name];
  if (own) {
    return [own.value].flat().includes(all);
  }
  const variable = templates.getVariables().find((candidate) => candidate.name === name);
  const current: unknown = variable && 'current' in variable ? variable.current : undefined;
  return holdsAll(current) && !isSingle(value, templates, scopedVars);
}

function holdsAll(current: unknown): boolean {
  return typeof current === 'object' && current !== null && 'value' in current && [current.value].flat().includes(all);
}

function isSingle(value: string, templates: Templates, scopedVars: ScopedVars): boolean {
  let single = false;
  templates.replace(value, scopedVars, (chosen) => {
    single = !Array.isArray(chosen) && chosen !== all;
    return '';
  });
  return single;
}

const escape = (text: string) => text.replace(/\\/g, '\\\\').replace(/'/g, "\\'");
const literal = (text: string) => `'${escape(text)}'`;
