import { UserError } from '../../errors.ts';
import { hash } from '../../hash.ts';
import { tooManyValues } from '../../messages.ts';
import { array, call, parameter, text, type Expression } from '../../sql/nodes.ts';
import { escapeArrayParameter, escapeParameter } from '../../sql/escape.ts';

const maxValueBytes = 100 * 1024;

/** ClickHouse refuses longer values of one parameter. */
const maxPart = 60 * 1024;

/** Splits a list into parts that a parameter can hold; escaping at most doubles a text. */
function chunks(values: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  let length = 0;
  for (const value of values) {
    const bytes = 2 * utf8Length(value) + 3;
    if (length + bytes > 2 * maxPart) {
      parts.push([]);
      length = 0;
    }
    parts[parts.length - 1]?.push(value);
    length += bytes;
  }
  return parts;
}

/** Collects the values that are sent to the server: the statement contains their names, never their text. */
export class Parameters {
  readonly values: Record<string, string> = {};
  /** Names of the parameters that are instants. */
  readonly instants = new Set<string>();
  /** The same values as expressions, for a view's statement, which cannot have parameters. */
  readonly constants: Record<string, Expression> = {};

  /** Adds a value under a fixed name, such as a bound of the window. */
  named(name: string, type: string, value: string): Expression {
    this.set(name, escapeParameter(value));
    this.constants[name] = type === 'String' ? text(value) : typed(text(value), type);
    return parameter(name, type);
  }

  namedList(name: string, values: readonly string[]): Expression {
    this.set(name, escapeArrayParameter(values));
    this.constants[name] = texts(values);
    return parameter(name, 'Array(String)');
  }

  text(value: string): Expression {
    return this.add('String', escapeParameter(value), () => text(value));
  }

  number(value: number): Expression {
    return this.add('Float64', String(value), () => typed(text(String(value)), 'Float64'));
  }

  list(values: readonly string[]): Expression {
    return this.add('Array(String)', escapeArrayParameter(values), () => texts(values));
  }

  /** Adds attribute keys for parts that many statements share; `keysParameter` refers to them. */
  keys(keys: readonly string[]): void {
    this.set(keysName(keys), escapeArrayParameter(keys));
    this.constants[keysName(keys)] = texts(keys);
  }

  numbers(type: string, values: readonly (number | string)[]): Expression {
    return this.add(type, `[${values.join(',')}]`, () => typed(text(`[${values.join(',')}]`), type));
  }

  /**
   * Adds values of the engine's own, such as names of prices or what it worked out of a trace, whose size is limited elsewhere: they do
   * not count among the values of a user.
   */
  ours(type: string, values: readonly (string | number)[]): Expression {
    const isText = type === 'Array(String)';
    const parts = chunks(values.map(String)).map((part) =>
      this.adopted(type, isText ? escapeArrayParameter(part) : `[${part.join(',')}]`)
    );
    const [only = this.adopted(type, '[]')] = parts;
    return parts.length > 1 ? call('arrayConcat', ...parts) : only;
  }

  private adopted(type: string, escaped: string): Expression {
    const key = `${type}\n${escaped}`;
    const name = this.names.get(key) ?? `p${this.names.size}`;
    this.names.set(key, name);
    this.values[name] = escaped;
    return parameter(name, type);
  }

  private add(type: string, escaped: string, constant: () => Expression): Expression {
    const key = `${type}\n${escaped}`;
    const name = this.names.get(key) ?? `p${this.names.size}`;
    if (!this.names.has(key)) {
      this.names.set(key, name);
      this.set(name, escaped);
      this.constants[name] = constant();
      if (this.bytes > maxValueBytes) {
        throw new UserError(tooManyValues(maxValueBytes / 1024), 'limit');
      }
    }
    return parameter(name, type);
  }

  private set(name: string, escaped: string): void {
    this.bytes += utf8Length(escaped) - utf8Length(this.values[name] ?? '');
    this.values[name] = escaped;
  }

  private readonly names = new Map<string, string>();
  private bytes = 0;
}

/** Refers to the parameter of these keys, whose name follows from their text. */
export const keysParameter = (keys: readonly string[]): Expression => parameter(keysName(keys), 'Array(String)');

const typed = (value: Expression, type: string): Expression => call('CAST', value, text(type));

const texts = (values: readonly string[]): Expression => typed(array(values.map(text)), 'Array(String)');

const keysName = (keys: readonly string[]): string => `keys_${hash(keys.join('\n'))}`;

/** Returns an upper bound: a pair of surrogates counts as 6 bytes instead of 4. */
function utf8Length(value: string): number {
  if (ascii.test(value)) {
    return value.length;
  }
  return value.length + (value.match(/[\u0080-\uffff]/g)?.length ?? 0) + (value.match(/[\u0800-\uffff]/g)?.length ?? 0);
}

const ascii = /^[\x20-\x7e]*$/;
