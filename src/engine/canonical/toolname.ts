import { type Reading, nameOf } from './reading.ts';
import { firstNonEmpty } from '../sql/missing.ts';
import { array, call, infix, text, type Expression } from '../sql/nodes.ts';

/** A tool's span that has no attribute for its name is called after it. */
export function toolName({ reader, spans }: Reading): Expression {
  const name = nameOf(spans);
  const byKey = reader.speaking.flatMap(({ spanNames, toolNameKey }) =>
    toolNameKey === undefined
      ? []
      : [
          call(
            'if',
            infix('IN', name, array(Object.keys(spanNames ?? {}).map(text))),
            reader.value(toolNameKey),
            text('')
          ),
        ]
  );
  return firstNonEmpty(
    [
      reader.text('toolName'),
      ...byKey,
      call('replaceRegexpOne', name, text('^execute_tool |\\.tool$|\\.__call__$'), text('')),
    ],
    ''
  );
}
