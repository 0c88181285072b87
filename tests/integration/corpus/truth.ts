import { truthText } from './folder.ts';

/** Numbers by name, such as `requests of gpt-4o`, without those that are 0. */
export type Numbers = Record<string, number>;

interface Count {
  requests: number;
  errors: number;
  input_tokens_total: number;
  output_tokens: number;
}

interface Truth {
  totals: Count & { cache_read_tokens: number; cache_creation_tokens: number; reasoning_tokens: number };
  by_request_model: Record<string, Count>;
  errors_by_kind: Record<string, number>;
  streamed: { count: number; ttft_ms: number[] };
  driver: {
    tool_executions: Record<string, number>;
    tool_failures: Record<string, number>;
    conversations: Record<string, number>;
    users: Record<string, number>;
    features: Record<string, number>;
  };
}

/** The error classes, by the server's names of errors. */
const classes: Record<string, string> = {
  rate_limit: 'rate_limit',
  server_error: 'server',
  overloaded: 'server',
  context_length: 'context_overflow',
  auth: 'auth',
  client_timeout: 'timeout',
};

const read = (library: string) => JSON.parse(truthText(library)) as Truth;

const named = (what: string, counts: Record<string, number>): [string, number][] =>
  Object.entries(counts).map(([name, count]) => [`${what} ${name}`, count]);

/** Returns what the server served to a library, and what the script that drove it did. */
export function truthOf(library: string): Numbers {
  const { totals, driver, ...truth } = read(library);
  const errors = new Map<string, number>();
  for (const [kind, count] of Object.entries(truth.errors_by_kind)) {
    const name = classes[kind] ?? kind;
    errors.set(name, (errors.get(name) ?? 0) + count);
  }
  return withoutZeros([
    ['requests', totals.requests],
    ['errors', totals.errors],
    ['input tokens', totals.input_tokens_total],
    ['output tokens', totals.output_tokens],
    ['cache read tokens', totals.cache_read_tokens],
    ['cache write tokens', totals.cache_creation_tokens],
    ['reasoning tokens', totals.reasoning_tokens],
    ['conversations', Object.keys(driver.conversations).length],
    ['users', Object.keys(driver.users).length],
    ['first tokens', truth.streamed.ttft_ms.length],
    ...named('errors by', Object.fromEntries(errors)),
    ...named('calls of tool', driver.tool_executions),
    ...named('failures of tool', driver.tool_failures),
    ...Object.keys(driver.features).map((name): [string, number] => [`feature ${name}`, 1]),
    ...Object.entries(truth.by_request_model).flatMap(([model, count]): [string, number][] => [
      [`requests of ${model}`, count.requests],
      [`errors of ${model}`, count.errors],
      [`input tokens of ${model}`, count.input_tokens_total],
      [`output tokens of ${model}`, count.output_tokens],
    ]),
  ]);
}

export const withoutZeros = (numbers: readonly (readonly [string, number])[]): Numbers =>
  Object.fromEntries(numbers.filter(([, number]) => number !== 0));

/** Lists the seconds to the first token of each streamed call. */
export const firstTokensOf = (library: string): number[] =>
  read(library).streamed.ttft_ms.map((milliseconds) => milliseconds / 1000);
