import type { Reading } from './reading.ts';
import { conditionsOf, keysOf } from './when.ts';
import type { Dialect, TokenConvention } from '../source/dialects/dialect.ts';
import { all, any } from '../sql/missing.ts';
import { call, type Expression } from '../sql/nodes.ts';

type Test = (convention: TokenConvention) => boolean;

/** Whether the counts of a row follow a convention that passes the test; 0 where those of no row do. */
export function follows(reading: Pick<Reading, 'reader' | 'spans' | 'claims'>, test: Test): Expression {
  const { reader, claims } = reading;
  return any([
    claims(({ tokens }) => test(tokens) && opposed(tokens, test).length === 0),
    ...reader.speaking.flatMap((dialect) => {
      const claimed = claims((other) => other === dialect);
      const exceptions = opposed(dialect.tokens, test).map(({ when }) =>
        // Scopes are the dialect's own: a row of theirs is claimed.
        all([...(when.scopes ? [] : [claimed]), ...conditionsOf(when, reading)])
      );
      return test(dialect.tokens) && exceptions.length > 0
        ? [all([claimed, call('not', any(exceptions))])]
        : exceptions;
    }),
  ]);
}

/** The exceptions to which the test gives another answer than to the rest of the dialect. */
const opposed = (tokens: Dialect['tokens'], test: Test) =>
  tokens.exceptions.filter((exception) => test({ ...tokens, ...exception }) !== test(tokens));

/** Whether any row of the dialect may leave the tokens of reasoning out of its output. */
export const leavesReasoningOut = ({ tokens }: Dialect): boolean =>
  [tokens, ...tokens.exceptions].some(({ reasoning }) => reasoning === 'excluded');

/** Whether more than the scope of a row tells that its output leaves the tokens of reasoning out. */
export const tellsReasoningByClaim = ({ tokens }: Dialect): boolean =>
  tokens.reasoning === 'excluded' ||
  tokens.exceptions.some(({ reasoning, when }) => reasoning === 'excluded' && !when.scopes);

/** The attribute keys that tell which convention a row follows. */
export const conventionKeys = ({ tokens }: Dialect): string[] => tokens.exceptions.flatMap(({ when }) => keysOf(when));
