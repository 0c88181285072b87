const place = /\{\{\s*([A-Za-z_]+)\s*\}\}/g;

/** The names in a template, `{{answer}}`, each once. */
export const variablesIn = (template: string): string[] => [
  ...new Set([...template.matchAll(place)].map(([, name = '']) => name)),
];

/** Replaces the names; what stands for one is not read for further names. */
export const filledIn = (template: string, value: (name: string) => string): string =>
  template.replace(place, (_, name: string) => value(name));
