import { keysOf, type Side } from '../../../src/engine/compile/kinds/content/said.ts';
import { messagesOf, parsed, toolCalls, type Message, type ToolCall } from './messages.ts';

/** An attribute of a call’s spans, their events or its log records, in the order in which they were written. */
export interface Pair {
  key: string;
  value: string;
  /** Whether it is longer than what is read. */
  isTooLong: boolean;
}

/** What was said in a call. */
export interface Said {
  question: string;
  /** Whether a message says that a user asked it, and not only where it stands. */
  isUsers: boolean;
  answer: string;
  system: string;
  /** What the model asked for in its answer. */
  asked: ToolCall[];
  /** What it had asked for before, and what came of it. */
  before: { calls: ToolCall[]; results: { id: string; text: string }[] };
  isTooLong: boolean;
}

const numbered = /^(?:gen_ai\.(prompt|completion)|llm\.(input|output)_messages)\.(\d+)\.(?:message\.)?(.+)$/;
const event = /^gen_ai\.(system|user|assistant|tool)\.message (content|body)$/;
const choice = /^gen_ai\.choice (message|content|body)$/;
const instructions = /(?:^|[._])(?:system_instructions|system_prompt|instructions)$/;

/** Reads a call’s messages, wherever its instrumentation wrote them: the first place of the engine’s list counts. */
export function saidIn(pairs: readonly Pair[]): Said {
  const input = messagesAt('input', pairs);
  const output = messagesAt('output', pairs).map((one): Message =>
    one.role === '' ? { ...one, role: 'assistant' } : one
  );
  const users = input.filter(({ role, text }) => text !== '' && (role === 'user' || role === ''));
  const systems = [
    ...pairs.filter(({ key }) => instructions.test(key)).flatMap(({ value }) => messagesOf(value)),
    ...input.filter(({ role }) => role === 'system'),
  ];
  const answers = output.filter(({ role }) => role === 'assistant');
  const asked = answers.flatMap(({ calls }) => calls);
  return {
    question: users[users.length - 1]?.text ?? '',
    isUsers: users[users.length - 1]?.role === 'user',
    answer: answers.find(({ text }) => text !== '')?.text ?? '',
    system: [...new Set(systems.map(({ text }) => text).filter((text) => text !== ''))].join('\n\n'),
    asked: asked.length > 0 ? asked : callsBeside(pairs),
    before: {
      calls: input.flatMap(({ calls }) => calls),
      results: input.flatMap(({ results }) => results),
    },
    isTooLong: pairs.some((pair) => pair.isTooLong && (isAt('input', pair.key) || isAt('output', pair.key))),
  };
}

const patterns = Object.fromEntries(
  Object.entries(keysOf).map(([side, all]) => [side, all.map((one) => new RegExp(one))])
) as Record<Side, RegExp[]>;

const isAt = (side: Side, key: string): boolean => patterns[side].some((pattern) => pattern.test(key));

function messagesAt(side: Side, pairs: readonly Pair[]): Message[] {
  for (const pattern of patterns[side]) {
    const found = pairs.filter(({ key, value }) => value !== '' && isFoundBy(pattern, side, key));
    const [first] = found;
    const messages = first && ofPlace(side, first, found, pairs);
    if (messages && messages.length > 0) {
      return messages;
    }
  }
  return [];
}

/** A numbered message may have no text, but calls of tools. */
const isFoundBy = (pattern: RegExp, side: Side, key: string): boolean =>
  pattern.source.includes('[0-9]+') ? numberedSide(key) === side : pattern.test(key);

function numberedSide(key: string): Side | undefined {
  const [, ofTraceloop, ofOpenInference] = numbered.exec(key) ?? [];
  const own = ofTraceloop ?? ofOpenInference;
  return own === undefined ? undefined : own === 'prompt' || own === 'input' ? 'input' : 'output';
}

/** All messages of the place in which the first pair stands: of numbered keys and of events each is one. */
function ofPlace(side: Side, first: Pair, found: readonly Pair[], pairs: readonly Pair[]): Message[] {
  if (numbered.test(first.key)) {
    return numberedMessages(side, pairs);
  }
  if (event.test(first.key)) {
    return pairs.flatMap(({ key, value }) => {
      const [, role] = event.exec(key) ?? [];
      return role === undefined ? [] : messagesOf(value).map((one) => asRole(one, role));
    });
  }
  if (choice.test(first.key)) {
    return messagesOf(first.value).map((one) => asRole(one, 'assistant'));
  }
  // Of a call that several spans repeat, the first is as good as the others.
  for (const { value } of found) {
    const messages = messagesOf(value);
    if (messages.length > 0) {
      return messages;
    }
  }
  return [];
}

/** An event’s name says whose message it is; what a tool answered is a result. */
function asRole(message: Message, role: string): Message {
  return role === 'tool' && message.results.length === 0
    ? { role, text: '', calls: [], results: [{ id: '', text: message.text }] }
    : { ...message, role: role as Message['role'] };
}

function numberedMessages(side: Side, pairs: readonly Pair[]): Message[] {
  const byNumber = new Map<number, Map<string, string>>();
  for (const { key, value } of pairs) {
    const [, , , index, rest] = numbered.exec(key) ?? [];
    if (index !== undefined && rest !== undefined && numberedSide(key) === side) {
      const message = byNumber.get(Number(index)) ?? new Map<string, string>();
      // The same message of two spans about one call.
      message.set(rest, message.get(rest) ?? value);
      byNumber.set(Number(index), message);
    }
  }
  return [...byNumber.entries()].sort(([a], [b]) => a - b).flatMap(([, fields]) => messageOf(side, fields));
}

function messageOf(side: Side, fields: ReadonlyMap<string, string>): Message[] {
  const role = fields.get('role') ?? (side === 'output' ? 'assistant' : 'user');
  const parts = matching(fields, /^contents\.(\d+)\.message_content\.text$/).map(([, , text]) => text);
  const content = fields.get('content') ?? '';
  const calls = [/^(?:tool_calls|contents)\.(\d+)\.(?:tool_call\.function\.)?name$/, /^(function_call)\.name$/].flatMap(
    (pattern) =>
      matching(fields, pattern).map(([key, , name]): ToolCall => {
        const above = key.slice(0, -'name'.length);
        const id = fields.get(above.replace(/function\.$/, 'id')) ?? '';
        return { id, name, input: fields.get(`${above}arguments`) ?? '' };
      })
  );
  const inParts = parsed(content);
  const own = { role, content: Array.isArray(inParts) ? (inParts as unknown) : content };
  const [read] = content === '' ? [] : messagesOf(JSON.stringify([own]));
  const text = [read?.text ?? '', ...parts].filter((one) => one !== '').join('\n');
  const results =
    role === 'tool'
      ? [{ id: fields.get('tool_call_id') ?? '', text: read?.results[0]?.text ?? text }]
      : (read?.results ?? []);
  return [
    {
      role: (read?.role ?? (role as Message['role'])) || 'user',
      text: role === 'tool' ? '' : text,
      calls: [...(read?.calls ?? []), ...calls],
      results,
    },
  ];
}

/** The fields whose names match, by the number in them: name, number and value. */
const matching = (fields: ReadonlyMap<string, string>, pattern: RegExp): [string, number, string][] =>
  [...fields.entries()]
    .flatMap(([key, value]): [string, number, string][] => {
      const found = pattern.exec(key);
      return found ? [[key, Number(found[1]), value]] : [];
    })
    .sort(([, a], [, b]) => a - b);

/** Calls of tools that stand beside the messages, as Vercel’s `ai.response.toolCalls`. */
const callsBeside = (pairs: readonly Pair[]): ToolCall[] => {
  const beside = pairs.find(({ key }) => key === 'ai.response.toolCalls');
  return beside ? toolCalls(parsed(beside.value)) : [];
};

/** A tool call as it is shown to a judge: `get_weather({"city":"Paris"})`. */
export const toolLine = ({ name, input }: Pick<ToolCall, 'name' | 'input'>, result?: string): string =>
  `${name === '' ? 'a tool' : name}(${input})${result === undefined ? '' : ` → ${result}`}`;
