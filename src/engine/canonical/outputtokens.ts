import type { Reading } from './reading.ts';
import { follows } from './tokenconventions.ts';
import { isNothing } from '../sql/missing.ts';
import { call, infix, number, type Expression } from '../sql/nodes.ts';

/** Tokens that the model wrote, those of its reasoning among them. */
export function outputTokens(reading: Reading): Expression {
  const output = reading.reader.number('outputTokens');
  const isApart = follows(reading, ({ reasoning }) => reasoning === 'excluded');
  if (isNothing(output) || isNothing(isApart)) {
    return output;
  }
  const reasoning = reading.reader.number('reasoningTokens');
  return isNothing(reasoning)
    ? output
    : call('if', isApart, infix('+', output, call('ifNull', reasoning, number(0))), output);
}
