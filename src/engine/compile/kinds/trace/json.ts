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
