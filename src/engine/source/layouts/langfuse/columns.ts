import { call, column, infix, lambda, number, text, type Expression } from '../../../sql/nodes.ts';
import { escapeRegex } from '../../../sql/regex.ts';

const orEmpty = (value: Expression): Expression => call('ifNull', call('toString', value), text(''));

/** Sums the entries of `usage_details` whose names match, as text; '' if there are none. Its entries never overlap. */
function usage(pattern: string): Expression {
  const named = call(
    'mapFilter',
    lambda(['k', 'v'], call('match', column('k'), text(pattern))),
    column('usage_details')
  );
  const sum = call('arraySum', call('mapValues', named));
  return call('if', call('empty', named), text(''), call('toString', sum));
}

/** The fields of an observation, by the equivalent attribute of other layouts. */
export const ofObservation: Readonly<Record<string, Expression>> = {
  'gen_ai.operation.name': call('toString', column('type')),
  'gen_ai.request.model': orEmpty(column('provided_model_name')),
  'gen_ai.usage.input_tokens': usage('input'),
  'gen_ai.usage.output_tokens': usage('output'),
  'gen_ai.usage.cache_read.input_tokens': usage('cached|cache_read'),
  'gen_ai.usage.cache_write.input_tokens': usage('cache_creation|cache_write'),
  'gen_ai.usage.reasoning.output_tokens': usage('reasoning'),
  'gen_ai.usage.cost': orEmpty(column('total_cost')),
  'gen_ai.response.time_to_first_chunk': orEmpty(
    infix(
      '/',
      call('dateDiff', text('millisecond'), column('start_time'), column('completion_start_time')),
      number(1000)
    )
  ),
  'gen_ai.prompt.name': orEmpty(column('prompt_name')),
  'gen_ai.prompt.version': orEmpty(column('prompt_version')),
  'gen_ai.agent.name': call('if', infix('=', column('type'), text('AGENT')), column('name'), text('')),
};

/** The columns of the trace, once it is joined. */
export const traceColumns: Readonly<Record<string, { as: string; value: Expression }>> = {
  'langfuse.user.id': { as: 'trace_user', value: orEmpty(column('user_id')) },
  'langfuse.session.id': { as: 'trace_session', value: orEmpty(column('session_id')) },
  'langfuse.trace.name': { as: 'trace_name', value: orEmpty(column('name')) },
  'langfuse.trace.tags': {
    as: 'trace_tags',
    value: call('arrayStringConcat', call('arraySort', column('tags')), text(',')),
  },
  'langfuse.release': { as: 'trace_release', value: orEmpty(column('release')) },
};

const ofTraceMetadata = 'langfuse.trace.metadata.';
const ofOwnMetadata = 'langfuse.observation.metadata.';

/** Whether a key is read from the trace only. */
export const isOfTrace = (key: string): boolean => key in traceColumns || key.startsWith(ofTraceMetadata);

/** Reads a key from metadata: the trace's may also be a tag `name:value`, and data from OpenTelemetry has attributes. */
export function inMetadata(key: string): Expression | null {
  const under = (map: string, name: string) => call('arrayElement', column(map), text(name));
  if (key.startsWith(ofTraceMetadata)) {
    const name = key.slice(ofTraceMetadata.length);
    return call(
      'coalesce',
      call('nullIf', under('trace_metadata', name), text('')),
      call('extract', column('trace_tags'), text(`(?:^|,)${escapeRegex(name)}:([^,]*)`))
    );
  }
  if (key.startsWith(ofOwnMetadata)) {
    return under('metadata', key.slice(ofOwnMetadata.length));
  }
  return key.startsWith('langfuse.')
    ? null
    : call(
        'coalesce',
        call('nullIf', under('metadata', key), text('')),
        call('JSONExtractString', under('metadata', 'attributes'), text(key))
      );
}

/** The names in a row's metadata. */
export const metadataNames: readonly Expression[] = [
  prefixed(ofOwnMetadata, call('mapKeys', column('metadata'))),
  call('mapKeys', column('metadata')),
  call('JSONExtractKeys', call('arrayElement', column('metadata'), text('attributes'))),
  prefixed(ofTraceMetadata, call('mapKeys', column('trace_metadata'))),
  prefixed(
    ofTraceMetadata,
    call(
      'arrayMap',
      lambda(['t'], call('extract', column('t'), text('^([^:]+):'))),
      call('splitByChar', text(','), column('trace_tags'))
    )
  ),
];

function prefixed(prefix: string, names: Expression): Expression {
  return call('arrayMap', lambda(['k'], call('concat', text(prefix), column('k'))), names);
}
