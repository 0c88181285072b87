import { expect, test } from 'vitest';
import { column, type Expression } from '../../sql/nodes.ts';
import { measures } from './index.ts';
import { ofScores, ofSpans, type Aggregates } from './measure.ts';

const about = { title: '', description: '', unit: 's', additive: false, none: null } as const;
const latency = { ...about, id: 'latency', fact: 'requests' } as const;
const score = { ...about, id: 'score', fact: 'evaluations' } as const;

/** Lists the fields that a formula reads. */
function readBy(formula: (aggregates: Aggregates, bound: Expression) => Expression): string[] {
  const read = new Set<string>();
  const any = (): Expression => column('any');
  const field = (name: string): Expression => {
    read.add(name);
    return column(name);
  };
  formula(
    {
      field,
      count: any,
      sum: any,
      mean: any,
      quantile: any,
      distinct: any,
      ratio: any,
    },
    column('bound')
  );
  return [...read];
}

const missing = ({ uses, formula }: { uses: readonly string[]; formula: Parameters<typeof readBy>[0] }): string[] =>
  readBy(formula).filter((name) => !uses.includes(name));

test.each(Object.values(measures))('the formula of $id reads what it uses', (measure) => {
  expect(missing(measure)).toEqual([]);
});

/** `npm run typecheck` fails if one of the lines below compiles. */
test('a field that the rows do not have, or are not asked for, does not compile', () => {
  const made = [
    // @ts-expect-error No row has this field.
    ofSpans({ ...latency, uses: ['secconds'], formula: (a) => a.mean(a.field('seconds')) }),
    // @ts-expect-error No row has the formula's field.
    ofSpans({ ...latency, uses: ['seconds'], formula: (a) => a.mean(a.field('secconds')) }),
    // @ts-expect-error Rows have the field, but it is not listed in `uses`.
    ofSpans({ ...latency, uses: ['seconds'], formula: (a) => a.mean(a.field('outputTokens')) }),
  ];
  expect(made.map((measure) => missing(measure as never))).toEqual([['seconds'], ['secconds'], ['outputTokens']]);
});

test('nor does a field of other rows, or one that holds content', () => {
  const made = [
    // @ts-expect-error Only evaluations have scores.
    ofSpans({ ...latency, uses: ['score'], formula: (a) => a.mean(a.field('score')) }),
    // @ts-expect-error Evaluations only have scores.
    ofScores({ ...score, uses: ['seconds'], formula: (a) => a.mean(a.field('seconds')) }),
    // @ts-expect-error Measures must not read what a user or a model wrote.
    ofSpans({ ...latency, uses: ['inputContent'], formula: (a) => a.distinct(a.field('inputContent')) }),
    // @ts-expect-error The field of a heatmap must be listed in `uses`, too.
    ofSpans({ ...latency, uses: ['seconds'], distribution: 'cost', formula: (a) => a.mean(a.field('seconds')) }),
  ];
  expect(made.map(({ uses }) => uses)).toEqual([['score'], ['seconds'], ['inputContent'], ['seconds']]);
});
