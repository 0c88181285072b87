import { rowField, rowTime, spanIds } from '../../context/columnnames.ts';
import type { Context } from '../../context/context.ts';
import { timesOf } from '../../context/times.ts';
import { facts } from '../../../catalogue/facts.ts';
import { canTell } from '../../rows/capabilities.ts';
import type { SpanField } from '../../../canonical/spanfield.ts';
import { spanRows } from '../../rows/spans.ts';
import {
  array,
  call,
  column,
  equal,
  from,
  infix,
  number,
  text,
  type Expression,
  type Output,
  type Select,
} from '../../../sql/nodes.ts';
import { hasFailed, textTags } from './json.ts';
import type { CallText, Read } from './read.ts';
import { nanoseconds } from './shown.ts';
import { spansOfTraces, type Traces } from './within.ts';

/** Canonical fields of a span by itself, of which the first that is known stands where no call is. */
const fieldsOf: Readonly<Partial<Record<CallText, readonly SpanField[]>>> = {
  operation: ['operation'],
  provider: ['provider'],
  model: ['requestModel', 'responseModel'],
  response_model: ['responseModel'],
  agent: ['agentName'],
  tool: ['toolName'],
  prompt: ['promptName'],
  prompt_version: ['promptVersion'],
  feature: ['feature'],
  team: ['team'],
  user_tier: ['userTier'],
  conversation: ['conversation'],
  finish_reason: ['finishReason'],
};

/** Spans of one trace of which a tree is made. */
export const mostInTree = 12_000;

/**
 * Selects each span of the traces, of any kind, as it is by itself. Those of gen_ai come first.
 *
 *   home, trace, span, above   its ids, and the home of its parent: '' for a root, and for a span that names itself as its parent
 *   at                         when it began, as nanoseconds since 1970 in a text
 *   is_gen_ai, is_run, failed  1 or 0; `is_run` says that it is an agent's run
 *   seconds                    how long it took
 *   agent, conversation, error_class
 *   operation                  where the view needs it
 *   tags                       what it says, as tags in JSON, where the view shows them
 */
export function spansAlone(traces: Traces, read: Read): Select {
  const { own } = traces;
  const tagged = read.tags ? Object.entries(fieldsOf) : [];
  const fields = new Set<SpanField>(['operation', 'agentName', 'conversation', ...tagged.flatMap(([, of]) => of)]);
  const told = [...fields].filter((field) => canTell(own, field));
  const rows = spansOfTraces(traces, (context, limited) => limited(written(context, told)));
  const field = (name: SpanField): Expression => (told.includes(name) ? column(rowField(name)) : text(''));
  const isGenAi = told.includes('operation') ? infix('!=', field('operation'), text('')) : number(1);
  const failed = canTell(own, 'failed') ? hasFailed(column(rowField('failed'))) : number(0);
  const ofError = call('if', infix('AND', failed, isGenAi), column(rowField('errorClass')), text(''));
  const parent = call('concat', column(spanIds.trace), text(':'), column(spanIds.parent));
  const isRoot = infix('OR', equal(column(spanIds.parent), text('')), equal(parent, column(spanIds.home)));
  // Every span has a name, but only a tool's may be that of the tool: `GET /answer` is none.
  const isTool = infix('IN', field('operation'), array(facts.tools.operations.map(text)));
  const toolName = call('if', isTool, field('toolName'), text(''));
  const isRun = infix('IN', field('operation'), array(facts.agents.operations.map(text)));
  return {
    kind: 'select',
    columns: [
      ...(['home', 'trace', 'span'] as const).map((as): Output => ({ as, value: column(spanIds[as]) })),
      { as: 'above', value: call('if', isRoot, text(''), parent) },
      { as: 'at', value: call('toString', nanoseconds(column(rowTime))) },
      { as: 'is_gen_ai', value: isGenAi },
      { as: 'is_run', value: isRun },
      { as: 'failed', value: failed },
      { as: 'seconds', value: call('toFloat64', column(rowField('seconds'))) },
      { as: 'agent', value: field('agentName') },
      { as: 'conversation', value: field('conversation') },
      { as: 'error_class', value: ofError },
      ...(read.operations ? [{ as: 'operation', value: field('operation') }] : []),
      ...(read.tags
        ? [
            {
              as: 'tags',
              value: textTags([
                ...tagged.map(([tag, of]) => [tag, tag === 'tool' ? toolName : first(of.map(field))] as const),
                ['error_class', ofError],
              ]),
            },
          ]
        : []),
    ],
    from: from(rows),
    orderBy: [call('not', isGenAi), column(rowTime), column(spanIds.home)].map((by) => ({
      by,
      direction: 'ASC' as const,
    })),
    limit: mostInTree,
  };
}

const written = (context: Context, fields: readonly SpanField[]): Select =>
  spanRows(context, {
    fields: [...fields, ...(canTell(context, 'failed') ? (['failed'] as const) : []), 'errorClass', 'seconds'],
    attributes: [],
    resources: [],
    times: timesOf(context),
    withIds: true,
    withHome: true,
    every: true,
  });

/** The first of the texts that is not ''. */
const first = (texts: readonly Expression[]): Expression =>
  texts.reduceRight((otherwise, one) => call('if', infix('!=', one, text('')), one, otherwise));
