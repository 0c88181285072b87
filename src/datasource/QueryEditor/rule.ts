import { CoreApp, FieldType, type DataFrame, type DataQueryResponse, type Labels, type TimeRange } from '@grafana/data';
import { lastValueFrom } from 'rxjs';

import type { FactId } from '../../engine/catalogue/facts.ts';
import { measures, type MeasureId } from '../../engine/catalogue/measures/index.ts';
import type { GenAIDataSource } from '../datasource.ts';
import type { GenAIQuery } from '../types.ts';

/** Kinds of queries that give a rule a number. */
export const mayBeRule = ({ kind }: GenAIQuery): boolean => ['measure', 'sql', 'budgets'].includes(kind);

/** What a rule would see: an instance for each set of labels. */
export interface Evaluation {
  /** Epoch milliseconds. */
  window: { from: number; to: number } | undefined;
  /** Whether the rule gets series, which it reduces itself; `value` is the last one then. */
  isSeries: boolean;
  /** The names of labels. */
  labels: string[];
  instances: Instance[];
}

export interface Instance {
  labels: Labels;
  value: number | null;
  /** How many rows the value is made of; undefined where that is not known. */
  samples: number | undefined;
}

const valueRef = 'value';
const samplesRef = 'samples';

/** The measures that count what others are made of. */
const counts: Readonly<Partial<Record<FactId, MeasureId>>> = {
  requests: 'requests',
  tools: 'tool_calls',
  agents: 'agent_runs',
  evaluations: 'evaluation_count',
};

/** Evaluates a query as a rule at the end of the time range. Throws the error that the rule would have. */
export async function evaluateAsRule(
  datasource: GenAIDataSource,
  query: GenAIQuery,
  range: TimeRange
): Promise<Evaluation> {
  const counting = countingOf(query);
  const targets = [
    { ...query, refId: valueRef, evaluate: 'rule' as const },
    ...(counting ? [{ ...counting, refId: samplesRef, evaluate: 'rule' as const }] : []),
  ];
  const response = await lastValueFrom(
    datasource.query({
      app: CoreApp.Unknown,
      requestId: `rule-${query.refId}`,
      startTime: Date.now(),
      timezone: 'browser',
      range,
      // What Grafana sends for a rule.
      interval: '1s',
      intervalMs: 1000,
      maxDataPoints: 43_200,
      scopedVars: {},
      targets: targets as GenAIQuery[],
    })
  );
  const failure = response.errors?.find(({ refId }) => refId !== samplesRef);
  if (failure) {
    throw new Error(failure.data?.message ?? failure.message ?? '');
  }
  const samples = new Map(instancesOf(response, samplesRef).map(({ labels, value }) => [keyOf(labels), value]));
  const instances = instancesOf(response, valueRef);
  const [first] = framesOf(response, valueRef);
  return {
    window: first?.meta?.custom?.['window'] as Evaluation['window'],
    isSeries: query.format === 'timeseries',
    labels: [...new Set(instances.flatMap(({ labels }) => Object.keys(labels)))],
    instances: instances.map((instance) => ({
      ...instance,
      samples: samples.get(keyOf(instance.labels)) ?? undefined,
    })),
  };
}

function countingOf(query: GenAIQuery): GenAIQuery | undefined {
  const [first] = query.kind === 'measure' ? query.measures : [];
  const id = first && counts[measures[first.id].fact];
  if (query.kind !== 'measure' || !id) {
    return undefined;
  }
  const { select: _select, baseline: _baseline, top: _top, whatIf: _whatIf, ...rest } = query;
  const evaluation = first.evaluation === undefined ? {} : { evaluation: first.evaluation };
  return { ...rest, measures: [{ id, ...(id === 'evaluation_count' ? evaluation : {}) }] };
}

const framesOf = ({ data }: DataQueryResponse, refId: string): DataFrame[] =>
  (data as DataFrame[]).filter((frame) => frame.refId === refId);

const keyOf = (labels: Labels): string => JSON.stringify(Object.entries(labels).sort());

/** Reads the rows of a table, whose texts are labels, and the last values of series, which have theirs. */
const instancesOf = (response: DataQueryResponse, refId: string): Array<Omit<Instance, 'samples'>> =>
  framesOf(response, refId).flatMap((frame) =>
    frame.fields.some(({ type }) => type === FieldType.time) ? lastOfSeries(frame) : rowsOf(frame)
  );

function rowsOf({ fields, length }: DataFrame): Array<Omit<Instance, 'samples'>> {
  const number = fields.find(({ type }) => type === FieldType.number);
  const labels = fields.filter(({ type }) => type === FieldType.string);
  return Array.from({ length }, (_, row) => ({
    labels: Object.fromEntries(labels.map(({ name, values }) => [name, String(values[row])])),
    value: (number?.values[row] as number | null | undefined) ?? null,
  }));
}

const lastOfSeries = ({ fields }: DataFrame): Array<Omit<Instance, 'samples'>> =>
  fields
    .filter(({ type }) => type === FieldType.number)
    .map(({ labels = {}, values }) => ({
      labels,
      value: ((values as Array<number | null>).filter((value) => value !== null).pop() as number | undefined) ?? null,
    }));
