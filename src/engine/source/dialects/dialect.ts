import type { FieldId } from '../../catalogue/fields.ts';
import type { Overrides } from './overrides.ts';

/** Where a field is found: under an attribute key, such as `gen_ai.request.model`, or as one of the forms below says. */
export type KeySource = string | Keyed | Named | OfEvent;

/** Says how an attribute's value is written. */
interface Keyed {
  key: string;
  /**
   * Converts what is not in seconds: Vercel AI's `ai.response.msToFirstChunk` is in milliseconds, and Langfuse's
   * `completion_start_time` is an instant, which is counted from the span's start.
   */
  unit?: 'ms' | 'instant';
  /** Reads a JSON string or null: MLflow's `mlflow.llm.model` is `"gpt-4o"`, with its quotes. */
  quoted?: true;
  side?: Side;
}

/** Finds a named value in an attribute that holds JSON, or Python's way of printing it; a number may be at any depth. */
interface Named {
  /** The attribute's key: OpenInference has the service tier in `llm.invocation_parameters` only. */
  within: string;
  name: string;
  /** Looks for a text at any depth, too: Haystack's `finish_reason` is inside the replies. */
  nested?: true;
  /** Reads a text in Python's single quotes: Guardrails AI writes `{'model': 'openai/gpt-4o'}`. */
  printed?: true;
  parts?: Parts;
  /** Adds another number: Google's ADK has `thoughts_token_count` beside `candidates_token_count`. */
  plus?: string;
  whole?: Whole;
  side?: Side;
  /** Converts an instant to seconds since the span's start: Haystack's `completion_start_time`. */
  unit?: 'instant';
  /** Reads rows of these scopes only, because the text is what users or models wrote: OpenInference's `output.value`. */
  scopes?: readonly string[];
}

/** Reads the last number under a key of the row's events, where nothing else says one: Ax's `gen_ai.usage.input_tokens`. */
interface OfEvent {
  event: string;
}

/**
 * Adds those numbers whose names go on where the number's own ends, unless the total shows that it holds them: Langfuse's
 * `input: 12, input_cached_tokens: 8` are 20 tokens, but 12 where `total` is the sum of 12 and `output`.
 */
export interface Parts {
  total: string;
  other: string;
}

/** Takes the text before or after the first slash: Genkit's `genkit:name` is `openai/gpt-4o`. */
export type Side = 'before' | 'after';

/**
 * Leaves out `plus` where the number holds it already, because it and what is `beside` it make the `sum`: Genkit's
 * `outputTokens` hold the thoughts if `totalTokens` is the sum of them and `inputTokens`.
 */
export interface Whole {
  sum: string;
  beside: string;
}

/** Tells rows of a dialect to which something applies: those that meet every part that is given. */
export interface When {
  /** Instrumentation scope names; `name*` is every scope that starts so. They are the dialect's own. */
  scopes?: readonly string[];
  /** Attribute keys of which the row has at least one. */
  anyOf?: readonly string[];
  /** Attribute key that the row does not have. */
  lacking?: string;
  /** Attribute key and the value that the row has there. */
  equals?: readonly [key: string, value: string];
}

/** What an instrumentation's counts of tokens hold. */
export interface TokenConvention {
  /**
   * Whether `inputTokens` holds the cached tokens too. `as-provider` copies the provider's own count, which leaves them
   * out at Anthropic and Bedrock; `detect` asks the numbers: an input below its own cache cannot hold it.
   */
  cache: 'included' | 'excluded' | 'as-provider' | 'detect';
  /** Whether `outputTokens` holds the tokens of reasoning too. */
  reasoning: 'included' | 'excluded';
}

/** A convention for all rows but the exceptions, of which at most one applies to a row. */
export type TokenConventions = TokenConvention & {
  exceptions: readonly (Partial<TokenConvention> & { when: When })[];
};

/** Says how a user's own tags are written behind a prefix. */
export interface TagPrefix {
  prefix: string;
  /** Set if values are JSON strings: Langfuse's metadata. */
  quoted?: true;
  /** Set if underscores stand for the dots of a name: Langfuse's `app_feature`. */
  underscores?: true;
}

/**
 * Tells rows on which a field's attribute says something else: on an MCP server's `prompts/get`, `gen_ai.prompt.name` is that of a
 * template which a user chooses, whatever model it is for.
 */
export interface Misnomer {
  field: FieldId;
  when: When;
  /** The field whose value it is: a workflow of the conventions has its name as `gen_ai.agent.name`. */
  of?: FieldId;
  /** The key that has the field's value: Claude Code's user is at `user.email`, if somebody is logged in. */
  instead?: string;
}

/** Reads a log record that tells of a call, a tool or a turn as a span does elsewhere. Its operation is that of `spanNames`. */
export interface LogRecord {
  /** Its `event.name`, its EventName or its body: `codex.sse_event`. */
  event: string;
  /** Set if the records of the same turn are below it: `gemini_cli.user_prompt`. */
  turn?: true;
  /** Tells it from others of the event: a `codex.sse_event` is a call if it has `input_token_count`. */
  when?: Omit<When, 'scopes'>;
}

/**
 * What the attributes of an instrumentation mean.
 *
 * A dialect claims the spans of its scopes, else those that carry one of its own keys. What it does not say is read as the
 * semantic conventions say.
 */
export interface Dialect {
  /** Names its folder, and is its value of the dimension `instrumentation`: `otel-genai`. */
  id: string;
  /** Names it in the docs: `OpenTelemetry GenAI`. */
  title: string;
  /** Says which spans are the dialect's: those of its scopes, else those with one of its keys. None by default. */
  claims: {
    /** Instrumentation scope names; `name*` is every scope that starts so: MLflow has `mlflow.*`. */
    scopes: readonly string[];
    /** Span attributes that only this dialect writes, each also a marker: MLflow has `mlflow.spanType`. */
    keys: readonly string[];
  };
  /**
   * How it relates to others that describe the same call: the lower rank is kept. `application` by default; `sdk` is
   * the provider's own SDK below it (`com.anthropic.sdk`), `gateway` a proxy or server behind it (LiteLLM, vLLM).
   */
  rank: 'application' | 'sdk' | 'gateway';
  /**
   * What its counts hold: `detect` and `included` by default. `gen_ai.usage.input_tokens = 20` beside
   * `gen_ai.usage.cache_read.input_tokens = 2000` is what OpenLIT writes of Anthropic, `as-provider`.
   */
  tokens: TokenConventions;
  /** Other span attributes that make a row a gen_ai span: none by default. OpenInference has `llm.model_name`. */
  markers: readonly string[];
  /**
   * Sources by canonical field in order of precedence, of which the first that is present and not empty wins: none by
   * default. OpenInference has `inputTokens: ['llm.token_count.prompt']`.
   */
  keys: Readonly<Partial<Record<FieldId, readonly KeySource[]>>>;
  /** Resource attributes, asked after the span's own: none by default. `deployment.environment.name` is the environment. */
  resourceKeys: Readonly<Partial<Record<FieldId, readonly string[]>>>;
  /** What it puts before a user's own tags, such as `langsmith.metadata.`: nothing by default. */
  tagPrefixes: readonly (string | TagPrefix)[];
  /** Attributes that hold a user's own tags as one JSON object: none by default. OpenInference has `metadata`. */
  tagContainers: readonly string[];
  /**
   * Canonical spellings of values, by field and the value in lower case: none by default. Langfuse's `generation` is a
   * `chat`; `openai.*` is `openai` with an interface behind it, as in `openai.responses`.
   */
  folds: Readonly<Partial<Record<FieldId, Readonly<Record<string, string>>>>>;
  /** Operations by the names of spans whose attributes say none: none by default. ADK's failed calls are just `call_llm`. */
  spanNames: Readonly<Record<string, string>>;
  /** Regular expressions of names that make a span without any marker one of calls: none by default. `^autogen process `. */
  bareNames: readonly string[];
  /** Operations of its own whose spans repeat the usage of calls: Strands' `execute_event_loop_cycle`. None by default. */
  noCalls: readonly string[];
  /**
   * Regular expressions of what stands around a tool's name in a span's, where no attribute has the tool's: none by
   * default. OpenLLMetry's `search.tool` has `\\.tool$`.
   */
  toolNameAffixes: readonly string[];
  /** Messages that have a key each: none by default. OpenLLMetry: `gen_ai.prompt.0.content`, its author `gen_ai.prompt.0.role`. */
  indexedContent: readonly { before: string; after: string; role: string }[];
  /** Events whose time is that of the first token: none by default. OpenInference: `First Token Stream Event`. */
  firstTokenEvents: readonly string[];
  /** Whether failed calls say why on the span of the agent around them only: not by default. Mastra's do. */
  errorsAbove: boolean;
  /** Rows on which a field's attribute means something else: none by default. */
  misnomers: readonly Misnomer[];
  /** Whether it writes every value as JSON, a user's own tags among them: not by default. MLflow's `"search"` is search. */
  quotesTags: boolean;
  /** Texts that it writes where it knows nothing, which are no tags: none by default. Guardrails AI: `unknown`. */
  placeholders: readonly string[];
  /**
   * Tells spans that carry the usage of another, so that they add tokens and are no request; null by default. Logfire
   * writes the usage of a stream in a span beside the call's, with `logfire.span_type = log`.
   */
  supplement: When | null;
  /** Log records in which it says the usage of the call whose span they are in; null by default. */
  usageLog: UsageLog | null;
  /** Log records in which it says what calls cost whose spans do not; null by default. */
  costLog: CostLog | null;
  /** Its log records that are read where the table of spans is one of log records: none by default. */
  records: readonly LogRecord[];
  /** What none of the above can say: nothing by default. */
  overrides: Overrides;
}

/** Finds counts behind their names, in records whose body begins so: Semantic Kernel's `OpenAI usage: ... prompt_tokens=30`. */
export interface UsageLog {
  begins: string;
  counts: Readonly<Partial<Record<FieldId, string>>>;
}

/**
 * Finds the records whose body is `event`. A record and the span of its call have the same value under the key `by`, whatever
 * span it was written in, and `cost` is the key of US dollars: Claude Code's `claude_code.api_request` has `request_id` and `cost_usd`.
 */
export interface CostLog {
  event: string;
  by: string;
  cost: string;
}

/** A dialect as its folder declares it: what it leaves out has a default. */
export type Declaration = Pick<Dialect, 'id' | 'title'> &
  Partial<Omit<Dialect, 'claims' | 'tokens'>> & {
    claims: Partial<Dialect['claims']>;
    tokens?: Partial<TokenConventions>;
  };

export function dialect({ claims, tokens, ...declared }: Declaration): Dialect {
  return {
    rank: 'application',
    markers: [],
    keys: {},
    resourceKeys: {},
    tagPrefixes: [],
    tagContainers: [],
    folds: {},
    spanNames: {},
    noCalls: [],
    bareNames: [],
    toolNameAffixes: [],
    indexedContent: [],
    firstTokenEvents: [],
    errorsAbove: false,
    misnomers: [],
    quotesTags: false,
    placeholders: [],
    supplement: null,
    usageLog: null,
    costLog: null,
    records: [],
    overrides: {},
    ...declared,
    claims: { scopes: [], keys: [], ...claims },
    tokens: { cache: 'detect', reasoning: 'included', exceptions: [], ...tokens },
  };
}
