import { UserError } from '../errors.ts';
import { tooManyValues } from '../messages.ts';
import type { Settings } from '../settings.ts';
import type { Census } from '../source/census.ts';
import type { SourceDescription } from '../source/description.ts';
import type { SpanColumns } from '../source/layouts/layout.ts';
import { call, parameter, type Expression } from '../sql/nodes.ts';
import { escapeArrayParameter, escapeParameter } from '../sql/parameters.ts';
import type { Window } from '../window.ts';

/** Names of the columns that every fact's rows have beside their dimensions and fields. */
export const rowTime = '_at';
export const rowField = (name: string): string => `_${name}`;

/** What a compilation knows, and the parameters it has given out so far. */
export interface Context {
  source: SourceDescription;
  spans: SpanColumns;
  census: Census | null;
  settings: Settings;
  window: Window;
  parameters: Parameters;
}

const maxValueBytes = 100 * 1024;

/** Values on their way to the server: a value becomes a name in the statement, never text in it. */
export class Parameters {
  readonly values: Record<string, string> = {};

  /** The value under a fixed name, such as the window's bounds. */
  named(name: string, type: string, value: string): Expression {
    this.values[name] = escapeParameter(value);
    return parameter(name, type);
  }

  text(value: string): Expression {
    return this.add('String', escapeParameter(value));
  }

  list(values: readonly string[]): Expression {
    return this.add('Array(String)', escapeArrayParameter(values));
  }

  numbers(type: string, values: readonly (number | string)[]): Expression {
    return this.add(`Array(${type})`, `[${values.join(',')}]`);
  }

  private add(type: string, escaped: string): Expression {
    const known = Object.entries(this.values).find(
      ([name, value]) => name.startsWith('p') && value === escaped && this.types[name] === type
    );
    if (known) {
      return parameter(known[0], type);
    }
    const name = `p${Object.keys(this.types).length}`;
    this.values[name] = escaped;
    this.types[name] = type;
    const bytes = Object.values(this.values).reduce((sum, value) => sum + utf8Length(value), 0);
    if (bytes > maxValueBytes) {
      throw new UserError(tooManyValues(maxValueBytes / 1024), 'limit');
    }
    return parameter(name, type);
  }

  private readonly types: Record<string, string> = {};
}

/** An instant as a parameter of that name. */
export function bound(context: Context, name: string, nanoseconds: string): Expression {
  return call('fromUnixTimestamp64Nano', context.parameters.named(name, 'Int64', nanoseconds));
}

/** At most; a pair of surrogates counts as 6 instead of 4. */
function utf8Length(value: string): number {
  return value.length + (value.match(/[\u0080-\uffff]/g)?.length ?? 0) + (value.match(/[\u0800-\uffff]/g)?.length ?? 0);
}
