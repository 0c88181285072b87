import type { ScopedVars } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';

import type { BudgetsQuery, CompiledQuery } from '../engine/query/model.ts';

/** Grafana's value of *All*. */
const all = '$__all';
const whole = /^(?:\$(\w+)|\$\{(\w+)(?:[.:][^}]*)?\}|\[\[(\w+)(?:[.:][^\]]*)?\]\])$/;

/** Control characters that no value of a variable holds: they mark where a variable's values are in the text. */
const edge = '\u0001';
const comma = '\u0002';

/** Texts of a query, beside those of its measures and filters, in which a variable may stand. */
const texts = ['prompt', 'promptVersion', 'a', 'b', 'at'];

/** The query with variables replaced. Names of dimensions and measures stay as they are. */
export function replaceQuery<Query extends CompiledQuery | BudgetsQuery>(
  query: Query,
  templates: TemplateSrv,
  scopedVars: ScopedVars
): Query {
  const replaced = (text: string) => templates.replace(text, scopedVars);
  const changes: Partial<Record<string, unknown>> = Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      texts.includes(name) && typeof value === 'string' ? [[name, replaced(value)]] : []
    )
  );
  if ('filters' in query) {
    changes['filters'] = query.filters.map((filter) => ({
      ...filter,
      values: replaceValues(filter.values, templates, scopedVars),
    }));
  }
  if (query.kind === 'budgets' && query.budgets) {
    changes['budgets'] = replaceValues(query.budgets, templates, scopedVars);
  }
  if (query.kind === 'measure') {
    changes['measures'] = query.measures.map((measure) =>
      measure.evaluation === undefined ? measure : { ...measure, evaluation: replaced(measure.evaluation) }
    );
    if (query.whatIf) {
      changes['whatIf'] = { ...query.whatIf, model: replaced(query.whatIf.model) };
    }
  }
  return { ...query, ...changes };
}

/**
 * Values, such as a filter's, with variables replaced; a variable of several values becomes several values.
 * *All* and an empty selection leave no values, which is no filter.
 */
function replaceValues(values: readonly string[], templates: TemplateSrv, scopedVars: ScopedVars): string[] {
  if (values.some((value) => isAll(value, templates, scopedVars))) {
    return [];
  }
  return [...new Set(values.flatMap((value) => replaceValue(value, templates, scopedVars)))];
}

/** Variables inside SQL: a single value as it is but harmless within quotes, several as a list of string literals. */
export function replaceSql(sql: string, templates: TemplateSrv, scopedVars: ScopedVars): string {
  return templates.replace(sql, scopedVars, (value: unknown, variable?: { multi?: boolean; includeAll?: boolean }) => {
    if (Array.isArray(value)) {
      return value.map((item) => literal(String(item))).join(',');
    }
    return variable?.multi || variable?.includeAll ? literal(String(value)) : escape(String(value));
  });
}

function replaceValue(value: string, templates: TemplateSrv, scopedVars: ScopedVars): string[] {
  const marked = templates.replace(value, scopedVars, (chosen: unknown) => edge + [chosen].flat().join(comma) + edge);
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
 * Grafana hands *All* over as the list of every option, so the variable itself is asked. A repeated panel has one
 * value of its own, which is then no list.
 */
function isAll(value: string, templates: TemplateSrv, scopedVars: ScopedVars): boolean {
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

function isSingle(value: string, templates: TemplateSrv, scopedVars: ScopedVars): boolean {
  let single = false;
  templates.replace(value, scopedVars, (chosen: unknown) => {
    single = !Array.isArray(chosen) && chosen !== all;
    return '';
  });
  return single;
}

const escape = (text: string) => text.replace(/\\/g, '\\\\').replace(/'/g, "\\'");
const literal = (text: string) => `'${escape(text)}'`;
