import type { FieldId } from '../../catalogue/fields.ts';
import type { Expression } from '../../sql/nodes.ts';

/** A row as an override may ask it. What no row of the table says is '', 0 or NULL, and left out of the statement. */
export interface Row {
  /** The span's name. */
  name: Expression;
  /** The row's scope; null where the table keeps none. */
  scope: Expression | null;
  /** Whether the row's scope is one of those that the dialect claims; 0 where the table keeps none. */
  ofScope: Expression;
  /** The text under an attribute key, '' without it. */
  value(key: string): Expression;
  /** The canonical text of a field, '' where the row does not say. */
  text(field: FieldId): Expression;
  /** A field as Float64, NULL where the row does not say. */
  number(field: FieldId): Expression;
}

/** An expression over a row, and the attribute keys and fields that it asks for. */
export interface Override {
  keys?: readonly string[];
  fields?: readonly FieldId[];
  /** Scopes of the only rows that it has something to say of; `name*` is every scope that starts so. */
  scopes?: readonly string[];
  value: (row: Row) => Expression;
}

/**
 * What a dialect knows of its rows that no declaration can say. All are absent by default, and apply to every row of a
 * table that holds the dialect: an override asks for what only its own rows have.
 */
export interface Overrides {
  /** What a row is, whatever its operation says; '' lets that say. OpenLLMetry's embeddings of LlamaIndex are of kind `task`. */
  operation?: Override;
  /** What a row is that names no operation, in the dialect's own spelling; '' for no idea. Haystack's `OpenAIChatGenerator` is a chat. */
  unnamedOperation?: Override;
  /** Whether a row that calls itself a call makes none. OpenInference's `handoff to support` is of kind TOOL. */
  notACall?: Override;
  /** The name of the tool where no attribute of the field has it; '' for no idea. Logfire's `Function: {name}` has it in `name`. */
  toolName?: Override;
  /** Whether a row failed though neither its status nor an error's attribute says so. Claude Code's tools have `success = false`. */
  failed?: Override;
  /**
   * Calls that only a text of the row tells of, as Array(Tuple(id String, input Nullable(Float64), output Nullable(Float64))).
   * AutoGen's `autogen process <agent>` has messages with `models_usage`.
   */
  innerCalls?: Override;
  /** Tools that only a text of the row tells of, as Array(String). Google's answers have `automatic_function_calling_history`. */
  innerTools?: Override;
  /** Seconds until the first token, from what is written. LoongSuite writes nanoseconds. */
  timeToFirstToken?: (written: Expression) => Expression;
  /** The message of a failed span's status, from what is written; '' where it says nothing, as Sentry's `internal_error`. */
  statusMessage?: (written: Expression) => Expression;
}

/** Overrides that are read beside the row's own fields, in the order in which they are asked. */
export type ReadOverride =
  'operation' | 'unnamedOperation' | 'notACall' | 'toolName' | 'failed' | 'innerCalls' | 'innerTools';
