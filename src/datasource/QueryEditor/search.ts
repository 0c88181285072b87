import type { ComboboxOption } from '@grafana/ui';

export type Search<Value extends string = string> = (typed: string) => Promise<Array<ComboboxOption<Value>>>;

/**
 * Searches options by all their text: every typed word must occur in the label, the description or the group. A menu itself
 * only searches labels. Options with the words in their labels come first.
 */
export function search<Value extends string>(options: ReadonlyArray<ComboboxOption<Value>>): Search<Value> {
  return (typed) => Promise.resolve(find(options, typed));
}

export function find<Value extends string>(
  options: ReadonlyArray<ComboboxOption<Value>>,
  typed: string
): Array<ComboboxOption<Value>> {
  const words = typed.toLowerCase().split(/\s+/);
  const has = (texts: Array<string | undefined>) => {
    const text = texts.join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const byLabel = options.filter(({ label }) => has([label]));
  const byRest = options.filter(
    ({ label, value, description, group }) => !has([label]) && has([label, value, description, group])
  );
  return [...byLabel, ...byRest];
}
