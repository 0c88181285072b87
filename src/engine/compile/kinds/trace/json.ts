import { array, call, column, infix, lambda, number, text, type Expression } from '../../../sql/nodes.ts';

/** What begins the name of a tag that was read or computed, and not written like this. */
export const factPrefix = 'genai.';

/** Characters of a text that are shown; what is longer is cut, and says so. */
export const mostCharacters = 1024;

/** A text as JSON. */
export const jsonText = (value: Expression): Expression => call('toJSONString', call('toValidUTF8', value));

/** A finite number as JSON. */
export const jsonNumber = (value: Expression): Expression => call('toString', value);

/** The beginning of a text, with how long it is if that is not all of it. */
export const cut = (value: Expression, most = mostCharacters): Expression =>
  call(
    'if',
    infix('>', call('lengthUTF8', value), number(most)),
    call(
      'concat',
      call('substringUTF8', value, number(1), number(most)),
      text('… ('),
      call('toString', call('length', value)),
      text(` bytes, cut after ${most} characters)`)
    ),
    value
  );

/** One of Grafana's TraceKeyValuePair, of values that are JSON. */
export const pair = (key: Expression, value: Expression): Expression =>
  call('concat', text('{"key":'), key, text(',"value":'), value, text('}'));

/** A JSON array of an Array(String) of JSON texts. */
export const jsonArray = (items: Expression): Expression =>
  call('concat', text('['), call('arrayStringConcat', items, text(',')), text(']'));

/** Those of the texts that are not ''. */
export const present = (items: readonly Expression[]): Expression =>
  call('arrayFilter', lambda(['i'], infix('!=', column('i'), text(''))), array(items));

/** Texts as tags in JSON, without brackets; those that are '' are left out. */
export function textTags(texts: readonly (readonly [tag: string, value: Expression])[]): Expression {
  const part = (index: number) => call('tupleElement', column('p'), number(index));
  const pairs = array(texts.map(([tag, value]) => call('tuple', text(`"${factPrefix}${tag}"`), value)));
  const said = call('arrayFilter', lambda(['p'], infix('!=', part(2), text(''))), pairs);
  const written = call('arrayMap', lambda(['p'], pair(part(1), jsonText(cut(part(2))))), said);
  return texts.length === 0 ? text('') : call('arrayStringConcat', written, text(','));
}

/** Whether the flag of a span that it failed is set. */
export const hasFailed = (flag: Expression): Expression => infix('!=', call('ifNull', flag, number(0)), number(0));
