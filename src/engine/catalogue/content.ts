/**
 * Words of the attributes that hold what a user, a model or a tool wrote, in any instrumentation: `gen_ai.input.messages`,
 * `llm.output_messages.0.message.content`, `langfuse.observation.input`, `tool_arguments`, `full_command`.
 */
const written: ReadonlySet<string> = new Set(
  (
    'message messages prompt prompts completion completions content contents input inputs output outputs text texts ' +
    'instruction instructions argument arguments args document documents transcript query queries question answer ' +
    'result results history body explanation thinking thought thoughts reasoning variables examples choices pii definitions ' +
    'command commands parameters params kwargs passage passages snippet snippets transcription utterance reply replies reminders'
  ).split(' ')
);

/**
 * Last words of attributes that hold it although none of them says so: `tool_response`, `ai.response.toolCalls`, Logfire's
 * `request_data`. One word is all of a key.
 */
const endings: ReadonlySet<string> = new Set(
  (
    'response,request,user request,reply,comment,score comment,events,payload,chat,chat ctx,chat log,tool response,function response,model response,llm response,raw response,raw request,' +
    'response data,request data,response object,tool call,tool calls,function call,function calls,ai value,ai values,' +
    'embedding vector,ai embedding,ai embeddings,new context,retrieved context,retrieved contexts,retrieval context,log tracing,logger vnext'
  ).split(',')
);

/** Last words of attributes that only say something about it: `gen_ai.prompt.name`, `input_tokens`, `message.role`. */
const about: ReadonlySet<string> = new Set(
  (
    'tokens token count counts length size bytes chars characters number index name names version id ids uid uuid key label ' +
    'labels type types kind role format mime hash fingerprint status code cost costs price model provider modality modalities ' +
    'language score rate limit max min ms seconds duration time timestamp at date enabled tag tags reason source hit read ' +
    'write cached details summary total chunk percent ratio usd currency'
  ).split(' ')
);

/** Words that make a number or a flag of it, wherever they stand: `gen_ai.usage.input_tokens.cache_creation`. */
const numbers: ReadonlySet<string> = new Set(
  'usage token tokens count counts cost costs metrics max parallel'.split(' ')
);

/** Namespaces whose words have other meanings: the message of an error, the query of a URL. */
const others: ReadonlySet<string> = new Set(
  'error exception messaging rpc network server client url otel status'.split(' ')
);

/**
 * Names of attributes that tell of an error, in what JavaScript and ClickHouse both read: `error.message`, `errorMessage`, `lastError`,
 * `otel.status_description`, `rpc.grpc.status_message`. A text that quotes a key is shown by any of them.
 */
export const errorKeys =
  '(^|[^a-zA-Z])([eE]rr(or)?|ERR(OR)?|[eE]xception|EXCEPTION|[fF]ailure)[sS]?([^a-z]|$)|[a-z0-9](Error|Exception)s?([^a-z]|$)' +
  '|[sS]tatus[._-]?([mM]essage|[dD]escription)|[sS]tack[._-]?[tT]race|[tT]raceback';
const errorKey = new RegExp(errorKeys);

/** Whether an attribute tells of an error by its name. */
export const saysError = (key: string): boolean => errorKey.test(key);

/** Attributes of which the settings say what their names do not. */
export interface NamedContent {
  /** Those that hold content. */
  keys: readonly string[];
  /** Those that do not. */
  exempt: readonly string[];
}

const byNameAlone: NamedContent = { keys: [], exempt: [] };

/** The words by which content is told, for what tells it elsewhere. */
export const contentWords = { written, endings, about, numbers, others } as const;

/** Whether an attribute holds content by its name: any dialect's, and those that are named alike. */
export function isContent(key: string, { keys, exempt }: NamedContent = byNameAlone): boolean {
  return keys.includes(key) || (!exempt.includes(key) && isNamedLikeContent(key));
}

function isNamedLikeContent(key: string): boolean {
  const words = key
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  const last = words[words.length - 1] ?? '';
  const isAbout = others.has(words[0] ?? '') || about.has(last) || words.some((word) => numbers.has(word));
  return !isAbout && (words.some((word) => written.has(word)) || endings.has(words.slice(-2).join(' ')));
}
