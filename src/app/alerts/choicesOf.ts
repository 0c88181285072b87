import type { Choices } from '../../engine/alerts/choices.ts';
import { parseDuration } from '../../engine/alerts/duration.ts';
import { isExpression } from '../../engine/alerts/grafana.ts';
import { comparisonsOf, isBound, labelsOf, measuresOf, type AlertRule } from '../../engine/alerts/rule.ts';
import type { Filter, MeasureQuery } from '../../engine/query/model.ts';
import type { RulerRule } from './ruler.ts';

/** Returns the text of the condition. */
export function expressionOf({ condition, data }: RulerRule['grafana_alert']): string {
  const expression = data.find(({ refId }) => refId === condition)?.model['expression'];
  return typeof expression === 'string' ? expression : '';
}

/** Reads the choices made for a catalogue rule from the rule in Grafana. Whatever is as shipped is left out. */
export function choicesOf(rule: AlertRule, kept: RulerRule): Choices {
  const query = kept.grafana_alert.data.find((one) => !isExpression(one));
  const model: Partial<MeasureQuery> = query?.model ?? {};
  const window = query ? query.relativeTimeRange.from - query.relativeTimeRange.to : rule.window;
  const pending = parseDuration(kept.for ?? '0s');
  const numbers = numbersOf(rule, expressionOf(kept.grafana_alert));
  const filters = filtersOf(rule, model.filters ?? []);
  const evaluation = evaluationOf(model);
  const labels = added(rule.labels, kept.labels);
  return {
    ...(kept.grafana_alert.title === rule.title ? {} : { title: kept.grafana_alert.title }),
    ...(Object.keys(numbers).length > 0 ? { numbers } : {}),
    ...(window === rule.window ? {} : { window }),
    ...(pending === rule.pending ? {} : { for: pending }),
    ...(model.groupBy && !same(model.groupBy, labelsOf(rule)) ? { groupBy: model.groupBy } : {}),
    ...(filters.length > 0 ? { filters } : {}),
    ...(evaluation === evaluationOf({ measures: [...measuresOf(rule)] }) ? {} : { evaluation }),
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
    ...annotationsOf(kept),
  };
}

/** Reads the numbers of a condition; none if it is not written like the catalogue's. */
function numbersOf(rule: AlertRule, expression: string): Record<string, number> {
  const comparisons = comparisonsOf(rule);
  const pattern = comparisons
    .map((comparison) => {
      const other = isBound(comparison) ? '(-?[0-9.]+(?:e[-+]?[0-9]+)?)' : `\\$\\{?${comparison.than}\\}?`;
      return `\\$\\{?${comparison.refId}\\}?\\s*${comparison.is}\\s*${other}`;
    })
    .join('\\s*&&\\s*');
  const found = new RegExp(`^\\s*${pattern}\\s*$`, 'i').exec(expression)?.slice(1);
  const bounds = comparisons.filter(isBound);
  const read = (found ?? []).map((text, index) => [bounds[index]?.id ?? '', Number(text)] as const);
  return Object.fromEntries(read.filter(([, number], index) => number !== bounds[index]?.number));
}

/** Returns the filters after the rule's own. */
function filtersOf({ statement }: AlertRule, filters: Filter[]): Filter[] {
  const own = statement.kind === 'measure' ? statement.filters : [];
  return same(filters.slice(0, own.length), own) ? filters.slice(own.length) : [];
}

const evaluationOf = ({ measures }: Partial<MeasureQuery>): string | undefined =>
  measures?.find(({ evaluation }) => evaluation !== undefined)?.evaluation;

/** The annotations of a catalogue rule; others are the user's own. */
const shippedAnnotations = ['summary', 'description', 'runbook', '__dashboardUid__', '__panelId__'];

function annotationsOf({ annotations = {} }: RulerRule): Pick<Choices, 'annotations'> {
  const own = Object.entries(annotations).filter(([name]) => !shippedAnnotations.includes(name));
  return own.length > 0 ? { annotations: Object.fromEntries(own) } : {};
}

const added = (shipped: Record<string, string>, here: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(here).filter(([name]) => shipped[name] === undefined));

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
