import type { ComboboxOption } from '@grafana/ui';

import type { DimensionId } from '../../engine/catalogue/dimensions/index.ts';
import { eventKinds } from '../../engine/query/kinds/events.ts';
import { mostValues } from '../../engine/query/kinds/values.ts';
import type { Query } from '../../engine/query/model.ts';
import { messages } from './messages.ts';

/** The kinds of queries whose form is a list of fields. */
export type FormKind =
  | 'prompt_versions'
  | 'prompt_compare'
  | 'prompt_template'
  | 'semantic_cache'
  | 'events'
  | 'values'
  | 'trace'
  | 'conversation'
  | 'logs';

/** How a field of a query is edited. Fields are optional by default: an empty one is left out. */
export type FormField = {
  name: string;
  /** The key in `messages.fields`; by default, the field's own name. */
  text?: string;
} & (
  | { control: 'value'; dimension: DimensionId; required?: true }
  | { control: 'values'; dimension: DimensionId }
  | { control: 'number'; min: number; max: number; otherwise?: number }
  | { control: 'flag' }
  | { control: 'text'; required?: true }
  | { control: 'dimensions' }
  | { control: 'dimension' }
  | { control: 'choice'; options: Array<ComboboxOption<string>>; otherwise: string }
  | { control: 'choices'; options: Array<ComboboxOption<string>>; custom?: true }
);

type OwnField<Kind extends FormKind> = FormField & {
  name: Exclude<keyof Extract<Query, { kind: Kind }>, 'kind' | 'version' | 'format' | 'filters'>;
};

const minimum = (text: string, otherwise: number) =>
  ({ name: 'minimum', text, control: 'number', min: 1, max: 1_000_000, otherwise }) as const;

const content = { name: 'content', control: 'flag' } as const;

/** Events of the semantic conventions. */
const eventNames = [
  'gen_ai.*',
  'gen_ai.evaluation.result',
  'gen_ai.client.inference.operation.details',
  'gen_ai.choice',
  'gen_ai.user.message',
].map((value) => ({ value, label: value }));

const labelled = <Value extends string>(values: readonly Value[], labels: Record<Value, string>) =>
  values.map((value) => ({ value, label: labels[value] }));

/** The forms by kind. If queries of a kind have filters, these follow below. */
export const forms: { [Kind in FormKind]: readonly OwnField<Kind>[] } = {
  prompt_versions: [
    { name: 'prompt', control: 'value', dimension: 'prompt' },
    { name: 'deployments', control: 'flag' },
    minimum('minimumRequests', 10),
  ],
  prompt_compare: [
    { name: 'prompt', control: 'value', dimension: 'prompt', required: true },
    { name: 'a', control: 'value', dimension: 'prompt_version', required: true },
    { name: 'b', control: 'value', dimension: 'prompt_version', required: true },
    { name: 'evaluations', control: 'values', dimension: 'evaluation' },
    { name: 'lowerIsBetter', control: 'values', dimension: 'evaluation' },
    minimum('minimumValues', 30),
  ],
  prompt_template: [
    { name: 'prompt', control: 'value', dimension: 'prompt', required: true },
    { name: 'promptVersion', control: 'value', dimension: 'prompt_version' },
    { name: 'at', control: 'text' },
  ],
  semantic_cache: [
    { name: 'groupBy', control: 'dimensions' },
    { name: 'distance', control: 'number', min: 0, max: 5, otherwise: 3 },
    { name: 'lifetime', control: 'number', min: 1, max: 31 * 86400 },
  ],
  trace: [
    { name: 'traceId', control: 'text', required: true },
    { name: 'spanId', control: 'text' },
    {
      name: 'view',
      control: 'choice',
      options: labelled(['spans', 'nodes', 'edges'] as const, messages.traceViews),
      otherwise: 'spans',
    },
    content,
  ],
  conversation: [{ name: 'conversationId', control: 'value', dimension: 'conversation', required: true }, content],
  logs: [
    { name: 'traceId', text: 'logsOfTrace', control: 'text' },
    { name: 'spanId', text: 'logsOfSpan', control: 'text' },
    { name: 'events', text: 'eventNames', control: 'choices', options: eventNames, custom: true },
    content,
    { name: 'limit', text: 'records', control: 'number', min: 1, max: 5000, otherwise: 1000 },
  ],
  events: [
    { name: 'events', control: 'choices', options: labelled(eventKinds, messages.eventKinds) },
    minimum('minimumUses', 10),
  ],
  values: [
    {
      name: 'of',
      control: 'choice',
      options: labelled(['dimension', 'evaluation', 'attribute_key'] as const, messages.valuesOf),
      otherwise: 'dimension',
    },
    { name: 'dimension', control: 'dimension' },
    { name: 'search', control: 'text' },
    { name: 'limit', control: 'number', min: 1, max: mostValues, otherwise: 100 },
  ],
};
