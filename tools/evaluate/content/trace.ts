import type { ToldSpan } from '../../../src/engine/evaluators/contents.ts';
import { keysOf } from '../../../src/engine/compile/kinds/content/said.ts';
import type { Values } from '../variables.ts';
import { saidIn, toolLine, type Pair, type Said } from './call.ts';
import { messagesOf, parsed, textOf } from './messages.ts';

/** What is known of a call’s content. */
export type CallContent =
  | { found: true; values: Values; /** Whether the model only asked for tools. */ isOnlyTools: boolean }
  | { found: false; reason: 'not_recorded' | 'too_long' };

/** What the spans of some traces say, by their homes. */
export interface TraceContent {
  spans: readonly ToldSpan[];
  pairs: ReadonlyMap<string, readonly Pair[]>;
}

/**
 * Says what each variable is for a call: its own messages, and of its trace the documents that were retrieved and the tools that had
 * run before it began.
 */
export function contentOf({ spans, pairs }: TraceContent, home: string): CallContent {
  const own = spans.filter(({ call }) => call === home);
  const written = own
    // What the span says that stands for the call comes first.
    .sort((a, b) => Number(b.home === home) - Number(a.home === home))
    .flatMap((span) => pairs.get(span.home) ?? []);
  const said = withInputAbove(saidIn(written), () => inputAbove({ spans, pairs }, own));
  if (said.question === '' && said.answer === '' && said.asked.length === 0) {
    return { found: false, reason: said.isTooLong ? 'too_long' : 'not_recorded' };
  }
  const trace = traceOf(home);
  const at = own.find((span) => span.home === home)?.at ?? '';
  const earlier = spans.filter((span) => traceOf(span.home) === trace && isBefore(span.at, at));
  const documents = earlier.flatMap((span) => documentsOf(span, pairs.get(span.home) ?? []));
  const results = said.before.results.map(({ text }) => text);
  const tools =
    said.before.results.length > 0 || said.before.calls.length > 0
      ? inMessages(said.before)
      : earlier.filter(({ fact }) => fact === 'tools').map((span) => ofSpan(span, pairs.get(span.home) ?? []));
  const ofTools = results.length > 0 ? results : tools.flatMap(({ result }) => (result === '' ? [] : [result]));
  return {
    found: true,
    isOnlyTools: said.answer === '' && said.asked.length > 0,
    values: {
      question: said.question,
      answer: said.answer,
      system: said.system,
      context: [...new Set([...documents, ...ofTools])].join('\n\n'),
      tools: [
        ...tools.map(({ name, input, result }) => toolLine({ name, input }, result === '' ? undefined : result)),
        ...said.asked.map((one) => toolLine(one)),
      ].join('\n'),
    },
  };
}

/** A call whose own spans do not say what it was sent, as Mastra's, was sent what the nearest span above it says. */
const withInputAbove = (said: Said, above: () => Said | undefined): Said => {
  const input = said.question === '' && said.answer !== '' ? above() : undefined;
  return input
    ? { ...said, question: input.question, system: said.system || input.system, before: input.before }
    : said;
};

function inputAbove({ spans, pairs }: TraceContent, own: readonly ToldSpan[]): Said | undefined {
  const byHome = new Map(spans.map((span) => [span.home, span]));
  const seen = new Set<string>();
  let above = own[0]?.above ?? '';
  while (above !== '' && !seen.has(above)) {
    seen.add(above);
    const said = saidIn(pairs.get(above) ?? []);
    // The input of a step or a guard may be anything, the answer among it.
    if (said.isUsers) {
      return said;
    }
    above = byHome.get(above)?.above ?? '';
  }
  return undefined;
}

const traceOf = (home: string): string => home.slice(0, home.lastIndexOf(':'));

/** Nanoseconds are more than a number holds. */
const isBefore = (a: string, b: string): boolean => a.length < b.length || (a.length === b.length && a < b);

interface Tool {
  name: string;
  input: string;
  result: string;
}

function inMessages({ calls, results }: ReturnType<typeof saidIn>['before']): Tool[] {
  const byId = new Map(results.map(({ id, text }) => [id, text]));
  const named = calls.map(({ id, name, input }, index) => ({
    name,
    input,
    result: (id === '' ? undefined : byId.get(id)) ?? results[index]?.text ?? '',
  }));
  return named.length > 0 ? named : results.map(({ text }) => ({ name: '', input: '', result: text }));
}

const [input, output] = [keysOf.input, keysOf.output].map((keys) => keys.map((one) => new RegExp(one)));

const firstAt = (patterns: readonly RegExp[] = [], pairs: readonly Pair[]): string => {
  for (const pattern of patterns) {
    const pair = pairs.find(({ key }) => pattern.test(key));
    if (pair) {
      return pair.value;
    }
  }
  return '';
};

const ofSpan = ({ tool }: ToldSpan, pairs: readonly Pair[]): Tool => ({
  name: tool,
  input: firstAt([/^ai\.toolCall\.args$/, ...(input ?? [])], pairs),
  result: textOf(parsed(firstAt([/^ai\.toolCall\.result$/, ...(output ?? [])], pairs))),
});

const listed = /(?:^|[._])(?:retrieval|reranker)?\.?(?:output_)?documents$/;
const numberedDocument = /^retrieval\.documents\.(\d+)\.document\.content$/;

/** The texts of the documents that a span retrieved. */
function documentsOf({ operation }: ToldSpan, pairs: readonly Pair[]): string[] {
  const numbered = pairs.filter(({ key }) => numberedDocument.test(key));
  if (numbered.length > 0) {
    const number = ({ key }: Pair) => Number(numberedDocument.exec(key)?.[1]);
    return [...numbered].sort((a, b) => number(a) - number(b)).map(({ value }) => value);
  }
  const list = pairs.find(({ key }) => listed.test(key));
  if (list) {
    return textsIn(parsed(list.value));
  }
  return operation === 'retrieval' || operation === 'rerank' ? textsIn(parsed(firstAt(output, pairs))) : [];
}

/** A list of documents: texts, or objects with one. */
function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(textsIn);
  }
  if (typeof value === 'string') {
    return value === '' ? [] : [value];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const fields = value as Record<string, unknown>;
  const text = ['content', 'page_content', 'pageContent', 'text', 'document'].map((name) => fields[name]);
  const own = text.find((one) => typeof one === 'string' && one !== '') ?? fields['kwargs'] ?? fields['documents'];
  return own === undefined ? messagesOf(JSON.stringify(value)).map((one) => one.text) : textsIn(own);
}
