import { contentWords } from '../../../catalogue/content.ts';
import type { Context } from '../../context/context.ts';
import { array, bound, call, column, infix, lambda, number, text, type Expression } from '../../../sql/nodes.ts';

/** Whether an attribute holds content by its name, as `isContent` of the catalogue tells it: keys are only known to rows. */
export function holdsContent(
  key: Expression,
  { settings, parameters }: Pick<Context, 'settings' | 'parameters'>
): Expression {
  const { keys, exempt } = settings.content;
  const apart = call('replaceRegexpAll', key, text('([a-z])([A-Z])'), text('\\1_\\2'));
  const words = call(
    'arrayFilter',
    lambda(['w'], infix('!=', column('w'), text(''))),
    call('splitByRegexp', text('[^a-z]+'), call('lower', apart))
  );
  const all = column('words');
  const isOne = (index: number, of: ReadonlySet<string>) =>
    call('has', listed(of), call('arrayElement', all, number(index)));
  const hasAny = (of: ReadonlySet<string>) => call('hasAny', listed(of), all);
  const { written, endings, about, numbers, others } = contentWords;
  const ending = call('arrayStringConcat', call('arraySlice', all, number(-2)), text(' '));
  const isWritten = infix('OR', hasAny(written), call('has', listed(endings), ending));
  const isAbout = infix('OR', isOne(1, others), isOne(-1, about), hasAny(numbers));
  const byName = bound('words', words, infix('AND', call('not', isAbout), isWritten));
  const unless = exempt.length === 0 ? byName : infix('AND', infix('NOT IN', key, parameters.list(exempt)), byName);
  return keys.length === 0 ? unless : infix('OR', infix('IN', key, parameters.list(keys)), unless);
}

const listed = (words: ReadonlySet<string>): Expression => array([...words].sort().map(text));
