/** A tool that a model asked for. */
export interface ToolCall {
  id: string;
  name: string;
  input: string;
}

/** A message of any provider, as far as it is text. */
export interface Message {
  /** `system`, `user`, `assistant` or `tool`; '' where it does not say. */
  role: Role;
  text: string;
  calls: ToolCall[];
  /** Results of tools that it holds, by the id of the call where it says that. */
  results: { id: string; text: string }[];
}

type Role = 'system' | 'user' | 'assistant' | 'tool' | '';
type Fields = Readonly<Record<string, unknown>>;

/** A map, because LangChain writes the type `constructor`. */
const roles: ReadonlyMap<string, Role> = new Map(
  (
    [
      ['system', ['system', 'developer', 'systemmessage']],
      ['user', ['user', 'human', 'humanmessage', 'humanmessagechunk']],
      ['assistant', ['assistant', 'ai', 'model', 'aimessage', 'aimessagechunk']],
      ['tool', ['tool', 'function', 'toolmessage', 'functionmessage']],
    ] as const
  ).flatMap(([role, names]) => names.map((name) => [name, role] as const))
);

/** Where a value that is no message has a list of them. */
const lists = [
  'messages',
  'choices',
  'generations',
  'candidates',
  'items',
  'contents',
  'input',
  'output',
  'outputs',
  'args',
];
/** Where a message has its text or its parts. */
const texts = ['content', 'parts', 'text', 'output', 'answer', 'prompt', 'question', 'query', 'q'];

/**
 * Reads messages of a value of an attribute: a list of them in JSON, an object that holds one, or a text. Parts that are no text, such as
 * images, are named in brackets; thoughts are left out.
 */
export function messagesOf(written: string): Message[] {
  const value = parsed(written);
  return typeof value === 'string' ? [ofText('', value)] : messagesIn(value);
}

/** What is written in JSON; a text that is none stays one. */
export function parsed(written: string): unknown {
  if (!/^\s*[[{"]/.test(written)) {
    return written;
  }
  try {
    return JSON.parse(written) as unknown;
  } catch {
    return written;
  }
}

const ofText = (role: Role, text: string): Message => ({ role, text, calls: [], results: [] });

function messagesIn(value: unknown): Message[] {
  if (typeof value === 'string') {
    return value === '' ? [] : [ofText('', value)];
  }
  if (Array.isArray(value)) {
    // A batch of conversations, as LangChain has: [[…]].
    const items = value.length === 1 && Array.isArray(value[0]) ? (value[0] as unknown[]) : value;
    return isParts(items) ? [messageOf({ content: items })].filter(hasSaid) : items.flatMap(messagesIn);
  }
  const object = asFields(value);
  if (!object) {
    return [];
  }
  const inner = unwrapped(object);
  if (roleOf(inner) !== '') {
    return [messageOf(inner)].filter(hasSaid);
  }
  for (const name of lists) {
    const list = inner[name];
    if (Array.isArray(list) || asFields(list)) {
      const found = messagesIn(list);
      if (found.length > 0) {
        return systemOf(inner).concat(found);
      }
    }
  }
  const single = messageOf(inner);
  return systemOf(inner).concat(hasSaid(single) ? [single] : []);
}

/** A choice holds its message, and LangChain's serialization what it is made of: `{"message":{"lc":1,"kwargs":{…}}}`. */
function unwrapped(object: Fields): Fields {
  const content = asFields(object['content']);
  // A candidate of Gemini has its message as the content: {"content":{"role":"model","parts":[…]}}.
  const ofGemini = content && roleOf(content) !== '' ? content : undefined;
  const inner = asFields(object['message']) ?? asFields(object['kwargs']) ?? ofGemini;
  return inner && roleOf(object) === '' ? unwrapped(inner) : object;
}

/** The instructions beside a list of messages: `{"system":"Be concise.","prompt":"…"}`. */
const systemOf = ({ system, instructions, system_prompt: prompt }: Fields): Message[] =>
  [system, instructions, prompt]
    .map((one) => (one === undefined || one === null ? '' : read(one).text))
    .filter((text) => text !== '')
    .map((text) => ofText('system', text));

const hasSaid = ({ text, calls, results }: Message): boolean => text !== '' || calls.length + results.length > 0;

/** What no part has, but whatever holds messages. */
const notParts = [...lists, 'message', 'kwargs'];

/** Whether a list is of the parts of one message: `[{"text":"Hi"}]`, as Bedrock has them. */
const isParts = (items: readonly unknown[]): boolean =>
  items.length > 0 &&
  items.every((item) => {
    const part = asFields(item);
    return part !== undefined && roleOf(part) === '' && !notParts.some((name) => name in part) && isPart(part);
  });

const partTypes =
  /^(text|input_text|output_text|image|image_url|input_image|file|blob|uri|audio|reasoning|thinking|tool[_-](call|use|result|call_response))$/;
/** A tool that is asked for, and what it answered, in parts without a type. */
const askedKeys = ['toolUse', 'functionCall', 'function_call', 'toolRequest'];
const answeredKeys = ['toolResult', 'functionResponse', 'function_response', 'toolResponse'];

const isPart = (part: Fields): boolean =>
  typeof part['type'] === 'string'
    ? partTypes.test(part['type'])
    : typeof part['text'] === 'string' || [...askedKeys, ...answeredKeys].some((key) => key in part);

function roleOf(object: Fields): Role {
  const named = typeof object['role'] === 'string' ? object['role'] : object['author'];
  if (typeof named === 'string') {
    return roles.get(named.toLowerCase()) ?? '';
  }
  const type = object['type'];
  if (type === 'function_call') {
    return 'assistant';
  }
  if (type === 'function_call_output') {
    return 'tool';
  }
  return typeof type === 'string' && type !== 'function' ? (roles.get(type.toLowerCase()) ?? '') : '';
}

function messageOf(object: Fields): Message {
  const role = roleOf(object);
  if (object['type'] === 'function_call') {
    return { ...ofText(role, ''), calls: [callOf(object, object)] };
  }
  if (object['type'] === 'function_call_output') {
    return { ...ofText(role, ''), results: [{ id: idOf(object), text: textOf(object['output']) }] };
  }
  const written = texts.map((name) => object[name]).find((one) => mayBeText(one));
  const { text, calls, results } = written === undefined ? ofText('', '') : read(written);
  const asked = [...calls, ...toolCalls(object['tool_calls'] ?? object['toolCalls'] ?? object['function_call'])];
  return role === 'tool'
    ? { role, text: '', calls: [], results: results.length > 0 ? results : [{ id: idOf(object), text }] }
    : { role, text, calls: asked.filter(isOnce), results };
}

const mayBeText = (value: unknown): boolean =>
  (typeof value === 'string' && value !== '') || (typeof value === 'object' && value !== null);

/** One call may be a part and an item of the list of calls. */
const isOnce = (call: ToolCall, index: number, all: readonly ToolCall[]): boolean =>
  all.findIndex(
    ({ id, name, input }) => id === call.id && name === call.name && (id !== '' || input === call.input)
  ) === index;

export const toolCalls = (value: unknown): ToolCall[] =>
  (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]).flatMap((item) => {
    const object = asFields(item);
    return object ? [callOf(object, asFields(object['function']) ?? object)] : [];
  });

function callOf(object: Fields, own: Fields): ToolCall {
  const input = own['arguments'] ?? own['input'] ?? own['args'] ?? own['parameters'];
  return { id: idOf(object), name: String(own['name'] ?? own['toolName'] ?? ''), input: textOf(input) };
}

const idOf = (object: Fields): string =>
  String(
    object['tool_call_id'] ??
      object['call_id'] ??
      object['toolCallId'] ??
      object['toolUseId'] ??
      object['tool_use_id'] ??
      object['ref'] ??
      object['id'] ??
      ''
  );

/** Reads what a message has as its content: a text, or parts. */
function read(content: unknown): Message {
  const said = ofText('', '');
  if (typeof content === 'string') {
    return { ...said, text: content };
  }
  const parts = Array.isArray(content) ? content : [content];
  const lines: string[] = [];
  for (const item of parts) {
    const part = asFields(item);
    if (!part) {
      lines.push(textOf(item));
      continue;
    }
    const type = typeof part['type'] === 'string' ? part['type'].replaceAll('-', '_') : '';
    const asked = askedKeys.map((key) => part[key]).find(asFields);
    const answered = answeredKeys.map((key) => part[key]).find(asFields);
    if (asFields(asked) || type === 'tool_call' || type === 'tool_use') {
      said.calls.push(...toolCalls(asFields(asked) ?? part));
    } else if (asFields(answered) || type === 'tool_call_response' || type === 'tool_result') {
      const own = asFields(answered) ?? part;
      const result = own['result'] ?? own['response'] ?? own['content'] ?? own['output'];
      said.results.push({ id: idOf(own), text: resultText(result) });
    } else if (!/^(reasoning|thinking|redacted_thinking)$/.test(type)) {
      lines.push(textOfPart(part, type));
    }
  }
  return { ...said, text: lines.filter((line) => line !== '').join('\n') };
}

function textOfPart(part: Fields, type: string): string {
  const text = part['text'] ?? part['content'] ?? part['refusal'];
  if (typeof text === 'string' && !/^(blob|file|image|audio|uri)/.test(type)) {
    return text;
  }
  const nested = Array.isArray(text) || asFields(text) ? read(text).text : '';
  return nested !== '' ? nested : type === '' || type === 'text' ? '' : `[${type}]`;
}

/** The text of a result: its parts, where it has some. */
const resultText = (result: unknown): string =>
  Array.isArray(result) && result.every((one) => asFields(one)?.['text'] !== undefined)
    ? read(result).text
    : textOf(result);

/** A text, or anything else as JSON. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);

const asFields = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
