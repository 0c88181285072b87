/**
 * Pieces of texts that Grafana fills in when an alert fires.
 * Source: Grafana, Alerting, Template annotations and labels.
 */

const filled = (format: string, refId: string): string => `{{ printf "${format}" $values.${refId}.Value }}`;

export const label = (name: string): string => `{{ $labels.${name} }}`;
/** Writes a text around a label's value, if the label has a known value. */
export const whereKnown = (name: string, write: (value: string) => string): string =>
  `{{ with index $labels "${name}" }}{{ if ne . "unknown" }}${write('{{ . }}')}{{ end }}{{ end }}`;
export const count = (refId: string): string => filled('%.0f', refId);
export const decimal = (refId: string, digits = 2): string => filled(`%.${digits}f`, refId);
export const percent = (refId: string): string => `{{ humanizePercentage $values.${refId}.Value }}`;
export const seconds = (refId: string): string => filled('%.1f s', refId);
export const dollars = (refId: string, digits = 4): string => `USD ${decimal(refId, digits)}`;

/** Writes a time given in epoch seconds. */
export const instant = (refId: string): string => `at {{ humanizeTimestamp $values.${refId}.Value }}`;

/** Writes a text only if the refId's value is above 0. */
export const where = (refId: string, text: string): string => `{{ if gt $values.${refId}.Value 0.0 }}${text}{{ end }}`;

/** Writes seconds in words: `1800` is `30 minutes`, `86400` is `day`, as in "over the last day". */
export function inWords(duration: number): string {
  const units: [string, number][] = [
    ['day', 86400],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ];
  const [name, size] = units.find(([, each]) => duration % each === 0) ?? ['second', 1];
  const many = duration / size;
  return many === 1 ? name : `${many} ${name}s`;
}
