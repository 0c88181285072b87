import type { Request } from '../../../src/engine/host.ts';
import type { MeasureQuery } from '../../../src/engine/query/model.ts';
import { withoutZeros, type Numbers } from './truth.ts';

/** Runs a query, and returns its rows by column. */
export type Ask = (query: Saved) => Promise<Record<string, string | number | null>[]>;
export type Saved = Pick<MeasureQuery, 'version' | 'kind' | 'format' | 'measures' | 'groupBy' | 'filters'>;

/** What the engine measures in a library's spans. */
export interface Measured {
  numbers: Numbers;
  /** Seconds; null if no call reports it. */
  firstTokenMedian: number | null;
}

/** A range of days around those on which the spans were written. */
export const request: Request = {
  refId: 'A',
  from: Date.UTC(2026, 10, 23),
  to: Date.UTC(2026, 10, 24),
  intervalMs: 60_000,
  maxDataPoints: 500,
  fromAlert: false,
};

const totals = {
  requests: 'requests',
  errors: 'errors',
  input_tokens: 'input tokens',
  output_tokens: 'output tokens',
  cache_read_tokens: 'cache read tokens',
  cache_write_tokens: 'cache write tokens',
  reasoning_tokens: 'reasoning tokens',
  conversations: 'conversations',
  users: 'users',
  streamed_requests: 'first tokens',
} as const;
const tools = { tool_calls: 'calls of tool', tool_failures: 'failures of tool' } as const;
const perModel = ['requests', 'errors', 'input_tokens', 'output_tokens'] as const;

const service = (library: string) => `corpus-${library}`;

const query = (
  measures: readonly MeasureQuery['measures'][number]['id'][],
  groupBy: MeasureQuery['groupBy']
): Saved => ({
  version: 1,
  kind: 'measure',
  format: 'table',
  measures: measures.map((id) => ({ id })),
  groupBy: ['service', ...groupBy],
  // It only includes the libraries, because other spans are not part of their truth.
  filters: [{ dimension: 'service', operator: 'matches', values: [`^${service('')}`] }],
});

/** Measures everything that the truth has a number for, by library. */
export async function measure(ask: Ask, libraries: readonly string[]): Promise<Record<string, Measured>> {
  const [total = [], byModel = [], byClass = [], byTool = [], byFeature = []] = await Promise.all([
    ask(query([...keys(totals), 'ttft_p50'], [])),
    ask(query(perModel, ['model'])),
    ask(query(['errors'], ['error_class'])),
    ask(query(keys(tools), ['tool'])),
    ask(query(['requests'], ['feature'])),
  ]);
  return Object.fromEntries(
    libraries.map((library) => {
      const own = <Row extends Record<string, unknown>>(rows: Row[]) =>
        rows.filter((row) => row['service'] === service(library));
      const [all] = own(total);
      const numbers = withoutZeros([
        ...keys(totals).map((id) => [totals[id], Number(all?.[id] ?? 0)] as const),
        ...own(byModel).flatMap((row) =>
          perModel.map((id) => [`${totals[id]} of ${row['model']}`, Number(row[id] ?? 0)] as const)
        ),
        ...own(byClass).map((row) => [`errors by ${row['error_class']}`, Number(row['errors'])] as const),
        ...own(byTool).flatMap((row) =>
          keys(tools).map((id) => [`${tools[id]} ${row['tool']}`, Number(row[id] ?? 0)] as const)
        ),
        ...own(byFeature)
          .filter((row) => row['feature'] !== 'unknown')
          .map((row) => [`feature ${row['feature']}`, 1] as const),
      ]);
      const median = all?.['ttft_p50'];
      return [library, { numbers, firstTokenMedian: typeof median === 'number' ? median : null }];
    })
  );
}

function keys<Key extends string>(names: Record<Key, string>): Key[] {
  return Object.keys(names) as Key[];
}
