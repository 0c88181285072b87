import type { Format, ScopedVars, Templates } from '../../../src/templating/replace.ts';

/** A dashboard variable with its options and its selected value. */
export interface Variable {
  name: string;
  multi: boolean;
  includeAll: boolean;
  options: readonly string[];
  current: { value: string | readonly string[] };
}

/** Grafana's value of *All*. */
export const all = '$__all';

/** Matches `$name`, `${name}`, `${name:csv}` and `[[name]]`. */
const reference = /\$(\w+)|\$\{(\w+)(?:[.:][^}]*)?\}|\[\[(\w+)(?:[.:][^\]]*)?\]\]/g;

/** Replaces variables as Grafana's TemplateSrv does; unknown names stay as they are. */
export function templatesOf(variables: readonly Variable[]): Templates {
  const byName = new Map(variables.map((variable) => [variable.name, variable]));
  return {
    getVariables: () => variables,
    replace: (text: string, scopedVars: ScopedVars = {}, format: Format = asText) =>
      text.replace(reference, (whole: string, ...names: (string | undefined)[]) => {
        const name = names.slice(0, 3).find((part) => part !== undefined) ?? '';
        const variable = byName.get(name);
        const value = scopedVars[name]?.value ?? (variable && chosen(variable));
        return value === undefined ? whole : format(value, variable);
      }),
  };
}

/** Returns the selected value; *All* stands for the list of all options. */
function chosen({ current: { value }, options }: Variable): string | readonly string[] {
  return [value].flat().includes(all) ? options : value;
}

const asText: Format = (value) => (Array.isArray(value) && value.length !== 1 ? `{${value.join(',')}}` : String(value));
