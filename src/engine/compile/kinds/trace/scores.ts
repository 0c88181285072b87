import { rowField, spanIds } from '../../context/columnnames.ts';
import { evaluationRows, hasEvaluations } from '../../evaluations/evaluationrows.ts';
import { responseId } from '../../evaluations/records.ts';
import {
  array,
  call,
  column,
  equal,
  from,
  infix,
  lambda,
  parameter,
  subquery,
  text,
  type Expression,
  type Select,
} from '../../../sql/nodes.ts';
import { factPrefix, jsonNumber, jsonText, pair } from './json.ts';
import type { Traces } from './within.ts';

/** The key of a score that names a response, and of one that names a span without its trace. */
const ofResponse = (id: Expression): Expression => call('concat', text('response:'), id);
const ofSpan = (id: Expression): Expression => call('concat', text(':'), id);

/**
 * The scores of a span as tags, an Array(String) of JSON: of the span itself, and of its response. A score of a whole trace is no span's.
 * They are a map that the statement makes once, because a trace has few. `home` and `span` are the span's, over rows `s` with a column `response`.
 */
export function scoresOf(traces: Traces, home: Expression, span: Expression): Expression {
  const all = scoresByKey(traces);
  const response = column('s', 'response');
  const keys = [home, ofSpan(span), call('if', infix('!=', response, text('')), ofResponse(response), text(''))];
  return all
    ? call(
        'arrayFlatten',
        call('arrayMap', lambda(['k'], call('arrayElement', subquery(all), column('k'))), array(keys))
      )
    : call('emptyArrayString');
}

function scoresByKey({ own }: Traces): Select | null {
  // Scores given a day later are those of the trace's spans, too.
  const { settings } = own;
  const lag = Math.max(settings.evaluationLagSeconds, settings.evaluationReachSeconds);
  const context = {
    ...own,
    settings: { ...settings, evaluationLagSeconds: lag },
    scoresBySpan: true as const,
    made: new Map<string, unknown>(),
  };
  if (!hasEvaluations(context)) {
    return null;
  }
  const rows = evaluationRows(context, [], ['evaluationName', 'score', 'scoreLabel'], { about: true });
  const [trace, span, response] = [spanIds.trace, spanIds.span, responseId].map((name) => column(name)) as [
    Expression,
    Expression,
    Expression,
  ];
  const [score, label] = [column(rowField('score')), column(rowField('scoreLabel'))];
  const value = call(
    'multiIf',
    call('isNotNull', score),
    jsonNumber(call('assumeNotNull', score)),
    infix('!=', label, text('')),
    jsonText(label),
    text('')
  );
  const key = call(
    'multiIf',
    infix('!=', span, text('')),
    call('concat', trace, text(':'), span),
    infix('!=', response, text('')),
    ofResponse(response),
    text('')
  );
  const tagged: Select = {
    kind: 'select',
    columns: [
      { as: 'key', value: key },
      { as: 'tags', value: call('arraySort', call('groupArray', column('tag'))) },
    ],
    from: from({
      kind: 'select',
      columns: [
        { as: '*', value: column('*') },
        {
          as: 'tag',
          value: pair(jsonText(call('concat', text(`${factPrefix}score.`), column(rowField('evaluationName')))), value),
        },
        { as: 'said', value },
      ],
      from: from(rows),
      where: infix('OR', infix('IN', trace, parameter('trace_ids', 'Array(String)')), equal(trace, text(''))),
    }),
    where: infix('AND', infix('!=', column('said'), text('')), infix('!=', key, text(''))),
    groupBy: [column('key')],
  };
  return {
    kind: 'select',
    columns: [
      {
        as: 'scores',
        value: call('mapFromArrays', call('groupArray', column('key')), call('groupArray', column('tags'))),
      },
    ],
    from: from(tagged),
  };
}
