import type { Context } from './context.ts';
import { keysParameter } from './parameters.ts';
import { memo } from '../../memo.ts';
import type { Census } from '../../source/census.ts';
import type { Expression } from '../../sql/nodes.ts';

/** Makes a list of attribute keys a parameter, which is the same in every statement. */
export type KeysParameter = (keys: readonly string[]) => Expression;

/** A kept part of a statement, with what it was made from and the lists of keys that are its parameters. */
interface Written extends Pick<Context, 'spans' | 'settings'> {
  made: unknown;
  lists: (readonly string[])[];
}

/** The kept parts of all censuses. An entry takes about 150 kB of the runtime's memory. */
const all = memo<Written>(200);
const numbers = new WeakMap<Census, number>();
let censuses = 0;

/**
 * Keeps parts that panels, rules and the facts of a query share under one census, such as the rows of its spans: they are
 * made once and, being the same object, printed once. `key` identifies everything that `make` depends on, apart from
 * census, spans and settings; `make` may create no parameters other than `listed`.
 */
export function oncePerCensus<Made>(context: Context, key: string, make: (listed: KeysParameter) => Made): Made {
  const write = (): Written => {
    const lists: (readonly string[])[] = [];
    const made = make((keys) => {
      lists.push(keys);
      return keysParameter(keys);
    });
    return { made, lists, spans: context.spans, settings: context.settings };
  };
  const { made, lists } = written(context, key, write);
  lists.forEach((keys) => context.parameters.keys(keys));
  return made as Made;
}

function written({ census, spans, settings }: Context, key: string, write: () => Written): Written {
  if (!census) {
    return write();
  }
  const number = numbers.get(census) ?? censuses++;
  numbers.set(census, number);
  const known = all(`${number} ${key}`, write);
  return known.spans === spans && known.settings === settings ? known : write();
}
