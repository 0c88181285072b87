import type { Overrides } from '../overrides.ts';
import { any } from '../../../sql/missing.ts';
import { call, text } from '../../../sql/nodes.ts';

/** How names of spans end, or with `*` begin, that are of kind LLM or TOOL and call nothing. */
const helpers: readonly string[] = [
  // LlamaIndex puts a call's arguments together in a span of kind LLM, beside the call's own.
  '._prepare_chat_with_tools',
  // How DSPy's and smolagents' loops are told that the answer is there, and how OpenAI's agents hand over: kind TOOL.
  'finish.__call__',
  'FinalAnswerTool',
  'handoff to *',
];

export const overrides: Overrides = {
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
