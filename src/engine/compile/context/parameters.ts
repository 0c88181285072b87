import { UserError } from '../../errors.ts';
import { hash } from '../../hash.ts';
import { tooManyValues } from '../../messages.ts';
import { parameter, type Expression } from '../../sql/nodes.ts';
import { escapeArrayParameter, escapeParameter } from '../../sql/parameters.ts';

const maxValueBytes = 100 * 1024;

/** Values on their way to the server: a value becomes a name in the statement, never text in it. */
export class Parameters {
  readonly values: Record<string, string> = {};
  /** Names of those that are instants. */
  readonly instants = new Set<string>();

  /** The value under a fixed name, such as the window's bounds. */
  named(name: string, type: string, value: string): Expression {
    this.set(name, escapeParameter(value));
    return parameter(name, type);
  }

  namedList(name: string, values: readonly string[]): Expression {
    this.set(name, escapeArrayParameter(values));
    return parameter(name, 'Array(String)');
  }

  text(value: string): Expression {
    return this.add('String', escapeParameter(value));
  }

  list(values: readonly string[]): Expression {
    return this.add('Array(String)', escapeArrayParameter(values));
  }

  /** Keys of attributes, for what is written once for many statements: `keysParameter` names them. */
  keys(keys: readonly string[]): void {
    this.set(keysName(keys), escapeArrayParameter(keys));
  }

  numbers(type: string, values: readonly (number | string)[]): Expression {
    return this.add(type, `[${values.join(',')}]`);
  }

  private add(type: string, escaped: string): Expression {
    const key = `${type}\n${escaped}`;
    const name = this.names.get(key) ?? `p${this.names.size}`;
    if (!this.names.has(key)) {
      this.names.set(key, name);
      this.set(name, escaped);
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

/** The parameter of those keys, by a name that their text gives. */
export const keysParameter = (keys: readonly string[]): Expression => parameter(keysName(keys), 'Array(String)');

const keysName = (keys: readonly string[]): string => `keys_${hash(keys.join('\n'))}`;

/** At most; a pair of surrogates counts as 6 instead of 4. */
function utf8Length(value: string): number {
  if (ascii.test(value)) {
    return value.length;
  }
  return value.length + (value.match(/[\u0080-\uffff]/g)?.length ?? 0) + (value.match(/[\u0800-\uffff]/g)?.length ?? 0);
}

const ascii = /^[\x20-\x7e]*$/;
