import type { Reading } from './reading.ts';
import { conditionsOf, keysOf } from './when.ts';
import type { Dialect, TokenConvention, When } from '../source/dialects/dialect.ts';
import { all, any, isNothing } from '../sql/missing.ts';
import { call, type Expression } from '../sql/nodes.ts';

type Test = (convention: TokenConvention) => boolean;

/** Whether the counts of a row follow a convention that passes the test; 0 where those of no row do. */
export function follows(reading: Pick<Reading, 'reader' | 'spans' | 'claims'>, test: Test): Expression {
  const { reader, claims } = reading;
  const split = reader.speaking
    .map((dialect) => ({ dialect, exceptions: met(opposed(dialect.tokens, test), reading) }))
    .filter(({ exceptions }) => exceptions.length > 0);
  return any([
    claims((dialect) => test(dialect.tokens) && split.every((one) => one.dialect !== dialect)),
    ...split.flatMap(({ dialect, exceptions }) => {
      const claimed = claims((other) => other === dialect);
      return test(dialect.tokens)
        ? [all([claimed, call('not', any(exceptions.map(({ conditions }) => all(conditions))))])]
        : // Scopes are the dialect's own: a row of theirs is claimed.
          exceptions.map(({ when, conditions }) => all([...(when.scopes ? [] : [claimed]), ...conditions]));
    }),
  ]);
}

/** The exceptions that rows of the table may be, with their conditions. */
function met(exceptions: readonly { when: When }[], reading: Pick<Reading, 'reader' | 'spans'>) {
  return exceptions
    .map(({ when }) => ({ when, conditions: conditionsOf(when, reading) }))
    .filter(({ conditions }) => !conditions.some(isNothing));
}

/** The exceptions to which the test gives another answer than to the rest of the dialect. */
const opposed = (tokens: Dialect['tokens'], test: Test) =>
  tokens.exceptions.filter((exception) => test({ ...tokens, ...exception }) !== test(tokens));

/** Whether more than the scope of a row tells that its output leaves the tokens of reasoning out. */
export const tellsReasoningByClaim = ({ tokens }: Dialect): boolean =>
  tokens.reasoning === 'excluded' ||
  tokens.exceptions.some(({ reasoning, when }) => reasoning === 'excluded' && !when.scopes);

/** The attribute keys that tell which convention a row follows. */
export const conventionKeys = ({ tokens }: Dialect): string[] => tokens.exceptions.flatMap(({ when }) => keysOf(when));
