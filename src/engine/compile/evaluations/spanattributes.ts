import {
  array,
  call,
  column,
  from,
  infix,
  lambda,
  number,
  text,
  type Expression,
  type Output,
  type Select,
} from '../../sql/nodes.ts';
import { sensibleSeconds } from '../../canonical/times.ts';
import { between, inAny, withConditions } from '../../source/layouts/rows.ts';
import type { Context } from '../context/context.ts';
import { finite } from '../../sql/missing.ts';
import { scoredTimes, scoreTimes } from '../context/times.ts';
import { recordColumns, type Records } from './records.ts';

/** Matches OpenInference's lists, such as `evaluations.0.evaluation.score`, also those of a whole trace or session. */
const pattern = '^(?:trace\\.|session\\.)?(evaluations|annotations)\\.(\\d+)\\.(?:evaluation|annotation)\\.name$';

/** Whether an attribute is the name of a score in such a list. */
export const isNameOfScore = (key: string): boolean => new RegExp(pattern).test(key);

/** The first key of each list: a span with scores has one of them. */
const firsts = ['evaluations.0.evaluation.name', 'annotations.0.annotation.name'];

const parts = ['name', 'score', 'label', 'annotator_kind'] as const;

/** Reads scores from attributes of the scored spans, at the end of the span; null if there can be none. */
export function fromSpanAttributes(context: Context): Records | null {
  const { spans } = context;
  const found = spans.attributes.pairs ? inPairs(spans.attributes.pairs) : inColumns(context);
  if (!found) {
    return null;
  }
  const ends: Expression = spans.seconds
    ? infix(
        '+',
        spans.time,
        call(
          'toIntervalMicrosecond',
          call('toInt64', infix('*', call('ifNull', sensibleSeconds(spans.seconds), number(0)), number(1e6)))
        )
      )
    : spans.time;
  const longest = (context.census?.longestTrace ?? 3600) + (context.scoresAround ?? 0);
  const joined: Select = {
    kind: 'select',
    columns: [
      { as: 'at', value: ends },
      { as: 'trace', value: spans.traceId ?? text('') },
      { as: 'span', value: spans.spanId ?? text('') },
      ...found.columns,
    ],
    arrayJoin: [found.each],
    // A span that began before the window may have ended in it.
    ...withConditions(spans.rows(scoredTimes(context, longest, context.scoresAround), found.keys), [
      spans.attributes.hasAnyOf(found.keys, array(found.keys.map(text))),
      inAny(scoreTimes(context), between(ends)),
    ]),
  };
  return {
    own: [],
    judge: [],
    query: {
      kind: 'select',
      columns: recordColumns(
        { at: column('at'), trace: column('trace'), span: column('span'), response: text('') },
        {
          name: found.value('name'),
          value: finite(found.value('score')),
          flag: found.value('score'),
          label: found.value('label'),
          evaluator: found.value('annotator_kind'),
        }
      ),
      from: from(joined),
    },
  };
}

/** Unfolds the scores of a row: what is joined, which columns of the row are kept, and the parts of a score. */
interface Found {
  each: Output;
  columns: Output[];
  value: (part: (typeof parts)[number]) => Expression;
  /** The keys of which a row must have one. */
  keys: readonly string[];
}

function inPairs({ keys, values }: { keys: Expression; values: Expression }): Found {
  const names = call('arrayMap', lambda(['k'], call('toString', column('k'))), keys);
  const named = call('arrayFilter', lambda(['k'], call('match', column('k'), text(pattern))), names);
  return {
    each: { as: 'key', value: named },
    columns: [
      { as: 'keys', value: names },
      { as: 'values', value: values },
      { as: 'key', value: column('key') },
    ],
    keys: firsts,
    value: (part) => {
      const key = call(
        'concat',
        call('substring', column('key'), number(1), infix('-', call('length', column('key')), number(4))),
        text(part)
      );
      return call('arrayElement', column('values'), call('indexOf', column('keys'), key));
    },
  };
}

/** Finds scores where each key is a column of its own, among the keys that the census saw. */
function inColumns({ spans, census }: Context): Found | null {
  const keys = (census?.keys ?? firsts).filter(isNameOfScore);
  const tuples = keys.map((key) => {
    const stem = key.slice(0, -'name'.length);
    return call('tuple', ...parts.map((part) => spans.attributes.value(stem + part)));
  });
  return keys.length === 0 || spans.lacks.includes('evaluationName')
    ? null
    : {
        each: {
          as: 'one',
          value: call(
            'arrayFilter',
            lambda(['s'], infix('!=', call('tupleElement', column('s'), number(1)), text(''))),
            array(tuples)
          ),
        },
        columns: [{ as: 'one', value: column('one') }],
        keys,
        value: (part) => call('tupleElement', column('one'), number(parts.indexOf(part) + 1)),
      };
}
