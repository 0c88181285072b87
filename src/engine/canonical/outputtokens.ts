import { addsUp, addsUpWith, countsOf, sum, unlessUncounted } from './counts.ts';
import type { Reading } from './reading.ts';
import { follows } from './tokenconventions.ts';
import { all, any, isNothing } from '../sql/missing.ts';
import { call, infix, type Expression } from '../sql/nodes.ts';

/**
 * Tokens that the model wrote, those of its reasoning among them. Whether the row's own number holds them is told by the
 * numbers where they can tell, else by its dialect: more reasoning than output is not in it, and a total counts each once.
 */
export function outputTokens(reading: Reading): Expression {
  const { output, cached, reasoning } = countsOf(reading);
  if (isNothing(output) || isNothing(reasoning)) {
    return unlessUncounted(reading, output);
  }
  const declared = follows(reading, (convention) => convention.reasoning === 'excluded');
  const counted = addsUp(reading);
  const isApart = any([
    infix('>', reasoning, output),
    addsUpWith(reading, [reasoning]),
    ...(cached.length > 0 ? [addsUpWith(reading, [reasoning, sum(cached)])] : []),
    isNothing(counted) ? declared : all([declared, call('not', counted)]),
  ]);
  return unlessUncounted(reading, call('if', isApart, infix('+', output, reasoning), output));
}
