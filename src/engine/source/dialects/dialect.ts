import type { FieldId } from '../../catalogue/fields.ts';
import type { Overrides } from './overrides.ts';

/**
 * Where a field is found: an attribute key, a named value inside the text of an attribute, or an attribute of an event.
 *
 * `within` is the key of an attribute that holds JSON (or Python's way of printing it) and `name` what to look for in
 * it; a `nested` text may be at any depth, as a number may. `unit` is that of the number; seconds are the canonical one
 * for times. `quoted` values are JSON strings or null. With `parts` a number is the sum of itself and of those beside it
 * whose names go on where its own ends, unless the `total` beside them says that it holds these: that of the number itself and
 * of `other`, with its parts or without; `plus` is the name of another that adds to it, unless the `whole` is no more than the
 * number and what is `beside` it. A `printed` text is Python's way of writing it, in single quotes. A `side` is the text before
 * or after the first slash. What a user or a model wrote is looked into on rows of the `scopes` only. Of an `event` attribute the last that says a number wins, after everything else was asked.
 */
export type KeySource =
  | string
  | { key: string; unit?: 'ms' | 'instant'; quoted?: true; side?: Side }
  | {
      within: string;
      name: string;
      nested?: true;
      printed?: true;
      parts?: Parts;
      plus?: string;
      whole?: Whole;
      side?: Side;
      unit?: 'instant';
      scopes?: readonly string[];
    }
  | { event: string };

/** Names of the total of a number and of another, beside them. */
export interface Parts {
  total: string;
  other: string;
}

export type Side = 'before' | 'after';

/** The name of a sum, and of what else it holds. */
export interface Whole {
  sum: string;
  beside: string;
}

/** Rows of a dialect to which something applies. Rows meet every part that is given. */
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

/** Writes a user's own tags behind a prefix; `quoted` values are JSON strings, `underscores` stand for the dots of a name. */
export interface TagPrefix {
  prefix: string;
  quoted?: true;
  underscores?: true;
}

/**
 * Rows on which the attribute of a field says something else: an MCP server's `prompts/get` has the name of a prompt that is none of
 * the model's. Where it is another field's, `of` names that; where another attribute says what the field means, `instead` is its key.
 */
export interface Misnomer {
  field: FieldId;
  when: When;
  of?: FieldId;
  instead?: string;
}

/**
 * A log record that tells of a call, a tool or a turn as a span does elsewhere. `event` is its `event.name`, its EventName or its
 * body, and its operation is that of `spanNames`; `when` tells it from others of the event. One that begins a `turn` has those of
 * the same turn below it.
 */
export interface LogRecord {
  event: string;
  turn?: true;
  when?: Omit<When, 'scopes'>;
}

/**
 * What the attributes of an instrumentation mean.
 *
 * A dialect claims the spans of its scopes, else those that carry one of its marker keys. What it does not say is read
 * as the semantic conventions say. What no declaration can say is in its `overrides`.
 */
export interface Dialect {
  id: string;
  title: string;
  claims: {
    /** Instrumentation scope names; `name*` claims every scope that starts so. */
    scopes: readonly string[];
    /** Span attributes that only this dialect writes. */
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
  /** Span attributes that make a row a gen_ai span, beside those that it is claimed by: none by default. */
  markers: readonly string[];
  /** Sources by canonical field in order of precedence: the first that is present and not empty wins. */
  keys: Readonly<Partial<Record<FieldId, readonly KeySource[]>>>;
  /** Resource attributes, asked after the span's own: none by default. `deployment.environment.name` is the environment. */
  resourceKeys: Readonly<Partial<Record<FieldId, readonly string[]>>>;
  /** What it puts before a user's own tags, such as `langsmith.metadata.`: nothing by default. */
  tagPrefixes: readonly (string | TagPrefix)[];
  /** Attributes that hold a user's own tags as one JSON object: none by default. OpenInference has `metadata`. */
  tagContainers: readonly string[];
  /**
   * Canonical spellings of values, by field; values are compared in lower case. `openai.*` is `openai` with an
   * interface behind it, as in `openai.responses`.
   */
  folds: Readonly<Partial<Record<FieldId, Readonly<Record<string, string>>>>>;
  /** Operations by the names of spans whose attributes say none: ADK's failed calls are `call_llm` and nothing else. */
  spanNames: Readonly<Record<string, string>>;
  /** Regular expressions of names of spans without any marker that say something of calls: none by default. */
  bareNames: readonly string[];
  /** Operations of its own whose spans repeat the usage of calls: Strands' `execute_event_loop_cycle`. None by default. */
  noCalls: readonly string[];
  /** Regular expressions of what stands around a tool's name in a span's, where no attribute has it: `search.tool`. */
  toolNameAffixes: readonly string[];
  /** Messages that have a key each: `gen_ai.prompt.0.content`, and its author at `gen_ai.prompt.0.role`. */
  indexedContent: readonly { before: string; after: string; role: string }[];
  /** Events whose time is that of the first token: `First Token Stream Event`. */
  firstTokenEvents: readonly string[];
  /** Failed calls say why on the span of the agent around them only, as Mastra's do. */
  errorsAbove: boolean;
  /** Rows on which a field's attribute means something else: none by default. */
  misnomers: readonly Misnomer[];
  /** Whether it writes every value as JSON, a user's own tags among them: `"search"` is search. MLflow does. */
  quotesTags: boolean;
  /** Texts that it writes where it knows nothing: `unknown` as the user. They are no tags; none by default. */
  placeholders: readonly string[];
  /**
   * Spans of their own that carry the usage of another: they add tokens and are no request. Logfire writes the usage of
   * a stream in a log span beside the call's.
   */
  supplement: When | null;
  /** Log records in which it says the usage of the call whose span they are in; null by default. */
  usageLog: UsageLog | null;
  /** Log records in which it says what calls cost whose spans do not; null by default. */
  costLog: CostLog | null;
  /** Its log records that are read where the table of spans is one of log records: none by default. */
  records: readonly LogRecord[];
  overrides: Overrides;
}

/** A record's body begins with `begins`; its counts stand behind their names, as in `prompt_tokens=30`. */
export interface UsageLog {
  begins: string;
  counts: Readonly<Partial<Record<FieldId, string>>>;
}

/**
 * The body of a record is `event`. It and the span of its call have the same value under the key `by`, whatever span the record was
 * written in; its `cost` is the key of US dollars.
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
