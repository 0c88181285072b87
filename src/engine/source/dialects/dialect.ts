import type { FieldId } from '../../catalogue/fields.ts';

/**
 * Where a field is found: an attribute key, or a named value inside the text of an attribute.
 *
 * `within` is the key of an attribute that holds JSON (or Python's way of printing it) and `name` what to look for in
 * it; a `nested` text may be at any depth, as a number may. `unit` is that of the number; seconds are the canonical one
 * for times. `quoted` values are JSON strings or null. With `parts` a number is the sum of itself and of those beside it
 * whose names go on where its own ends; `plus` is the name of another that adds to it. A `side` is the text before or after
 * the first slash.
 */
export type KeySource =
  | string
  | { key: string; unit?: 'ms' | 'instant'; quoted?: true; side?: Side }
  | { within: string; name: string; nested?: true; parts?: true; plus?: string };

export type Side = 'before' | 'after';

export type InputConvention = 'included' | 'excluded' | 'as-provider' | 'detect';

/** How an instrumentation relates to others that describe the same call: the lower rank is kept. */
export type Rank = 'application' | 'sdk' | 'gateway';

/**
 * What the attributes of an instrumentation mean.
 *
 * A dialect claims the spans of its scopes, else those that carry one of its marker keys. What it does not say is read
 * as the semantic conventions say.
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
  rank: Rank;
  /**
   * Whether `inputTokens` holds the cached tokens too. `as-provider` copies the provider's own count, which leaves them
   * out at Anthropic and Bedrock; `detect` asks the numbers: an input below its own cache cannot hold it.
   */
  inputIncludesCache: InputConvention;
  /** Rows with a key of `having` and without `lacking` copy the provider's count, whatever `inputIncludesCache` says. */
  copiesProvider?: { having: readonly string[]; lacking: string };
  /** Scopes whose output leaves the tokens of reasoning out. */
  reasoningApart?: readonly string[];
  /** Span attributes that make a row a gen_ai span, of any kind. */
  markers: readonly string[];
  /** Sources by canonical field in order of precedence: the first that is present and not empty wins. */
  keys: Readonly<Partial<Record<FieldId, readonly KeySource[]>>>;
  /** Resource attributes, asked after the span's own. */
  resourceKeys: Readonly<Partial<Record<FieldId, readonly string[]>>>;
  /** What it puts before a user's own tags, such as `langsmith.metadata.`. */
  tagPrefixes?: readonly string[];
  /** Attributes that hold a user's own tags as one JSON object. */
  tagContainers?: readonly string[];
  /** Writes dots of a tag's name as underscores. */
  tagUnderscores?: true;
  /** Writes a tag's value as a JSON string. */
  tagsQuoted?: true;
  /** Canonical spellings of values, by field; values are compared in lower case. */
  folds: Readonly<Partial<Record<FieldId, Readonly<Record<string, string>>>>>;
  /** Names of spans are the operation behind this prefix. */
  operationInName?: string;
  /** Operations by the names of spans that say none themselves. */
  spanNames?: Readonly<Record<string, string>>;
  /** Operations by how the attribute's value ends; a span that has it and ends otherwise is a task. */
  operationEnds?: { key: string; ends: Readonly<Record<string, string>> };
  /** Kinds of a span that say less than the conventions' operation where that is a call of a model, or a tool's name. */
  vague?: { key: string; kinds: readonly string[]; operationKey: string; toolKey: string };
  /** Attribute that has the tool's name on a span that is one by `spanNames`. */
  toolNameKey?: string;
  /** Attribute of every call of a tool; what says that it is one and lacks it was called by the application itself. */
  toolCallKey?: string;
  /** Ends of names of spans that say they are a call and make none; `name*` is their beginning. */
  helpers?: readonly string[];
  /** Messages that have a key each: `gen_ai.prompt.0.content`, and its author at `gen_ai.prompt.0.role`. */
  indexedContent?: readonly { before: string; after: string; role: string }[];
  /** Events whose time is that of the first token. */
  firstTokenEvents?: readonly string[];
  /** The finish reason of calls that failed, where no output was counted and the status does not say so. */
  failedFinish?: string;
  /** Calls that failed say why on the span of the agent above them. */
  reasonAbove?: true;
  /** Attributes of events that hold counts of tokens; the last that says one wins. */
  eventTokens?: Readonly<Partial<Record<FieldId, string>>>;
  /** A span of its own that carries the usage of another: it adds tokens and is no request. */
  supplement?: { key: string; value: string };
}
