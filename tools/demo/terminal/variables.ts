import type { Query } from '../../../src/engine/query/model.ts';
import { replaceVariables } from '../../../src/templating/replace.ts';
import { valuesOf } from '../../../src/templating/values.ts';
import type { JsonFrame, QueryAnswer } from '../../plugin/messages.ts';
import { all, templatesOf, type Variable } from './templates.ts';

/** A variable as saved in a dashboard. */
export interface SavedVariable {
  name: string;
  type: string;
  multi?: boolean;
  includeAll?: boolean;
  current?: { value?: string | string[] };
  /** The query of a `query` variable, or the plugin id of a `datasource` variable. */
  query?: unknown;
}

export type Ask = (model: Query) => Promise<Pick<QueryAnswer, 'frames' | 'error'>>;

/** Fills variables as Grafana does when it opens the dashboard; each may use those before it. Throws if a query fails. */
export async function fillVariables(saved: readonly SavedVariable[], ask: Ask): Promise<Variable[]> {
  const filled: Variable[] = [];
  for (const variable of saved.filter(({ type }) => type !== 'datasource')) {
    filled.push(await fill(variable, filled, ask));
  }
  return filled;
}

async function fill(saved: SavedVariable, before: readonly Variable[], ask: Ask): Promise<Variable> {
  const { name, type, multi = false, includeAll = false, current: { value = '' } = {} } = saved;
  if (type !== 'query') {
    return { name, multi, includeAll, options: [value].flat(), current: { value } };
  }
  const { frames, error } = await ask(replaceVariables(saved.query as Query, templatesOf(before)));
  if (error !== '') {
    throw new Error(`The values of the variable "${name}" could not be read: ${error}`);
  }
  const options = optionsOf(frames);
  return { name, multi, includeAll, options, current: { value: stillOffered(saved, value, options) } };
}

const optionsOf = (frames: readonly JsonFrame[]): string[] =>
  valuesOf(
    frames.map(({ schema, data }) => ({
      fields: schema.fields.map(({ type }, index) => ({ type, values: data.values[index] ?? [] })),
    }))
  );

/** Returns the saved value if it is still an option, or else the first option. */
function stillOffered(
  { includeAll = false, multi = false }: SavedVariable,
  value: string | string[],
  options: readonly string[]
): string | string[] {
  const kept = [value].flat().filter((one) => options.includes(one) || (includeAll && one === all));
  const [first] = kept.length > 0 ? kept : includeAll ? [all] : options;
  return multi ? (kept.length > 0 ? kept : [first ?? '']) : (first ?? '');
}
