import type { Overrides, Row } from '../overrides.ts';
import { any, isNothing } from '../../../sql/missing.ts';
import { call, column, equal, infix, lambda, nothing, number, text, type Expression } from '../../../sql/nodes.ts';

/** How names of spans end, or with `*` begin, that are of kind LLM or TOOL and call nothing. */
const helpers: readonly string[] = [
  // LlamaIndex puts a call's arguments together in a span of kind LLM, beside the call's own.
  '._prepare_chat_with_tools',
  // How DSPy's and smolagents' loops are told that the answer is there, and how OpenAI's agents hand over: kind TOOL.
  'finish.__call__',
  'FinalAnswerTool',
  'handoff to *',
];

const output = 'output.value';
const google = 'openinference.instrumentation.google_genai*';

/** What models answered in the rounds of Google's automatic function calling, of which the span has the last call's usage only. */
const rounds = (row: Row): Expression | null => {
  const said = row.value(output);
  if (isNothing(said) || !row.scope) {
    return null;
  }
  const own = call('startsWith', row.scope, text(google.slice(0, -1)));
  const history = call(
    'JSONExtractArrayRaw',
    call('if', own, said, text('')),
    text('automatic_function_calling_history')
  );
  const asks = lambda(
    ['content'],
    infix(
      'AND',
      equal(call('JSONExtractString', column('content'), text('role')), text('model')),
      call('notEmpty', toolsIn(column('content')))
    )
  );
  return call('arrayFilter', asks, history);
};

const toolsIn = (content: Expression): Expression =>
  call(
    'arrayFilter',
    lambda(['name'], infix('!=', column('name'), text(''))),
    call(
      'arrayMap',
      lambda(['part'], call('JSONExtractString', column('part'), text('function_call'), text('name'))),
      call('JSONExtractArrayRaw', content, text('parts'))
    )
  );

export const overrides: Overrides = {
  innerCalls: {
    keys: [output],
    scopes: [google],
    value: (row) => {
      const answers = rounds(row);
      const unknown = call('CAST', nothing, text('Nullable(Float64)'));
      return answers
        ? call('arrayMap', lambda(['content'], call('tuple', text(''), unknown, unknown)), answers)
        : number(0);
    },
  },
  innerTools: {
    keys: [output],
    scopes: [google],
    value: (row) => {
      const answers = rounds(row);
      return answers
        ? call('arrayFlatten', call('arrayMap', lambda(['content'], toolsIn(column('content'))), answers))
        : number(0);
    },
  },
  notACall: {
    value: ({ name }) =>
      any(
        helpers.map((helper) =>
          helper.endsWith('*')
            ? call('startsWith', name, text(helper.slice(0, -1)))
            : call('endsWith', name, text(helper))
        )
      ),
  },
};
