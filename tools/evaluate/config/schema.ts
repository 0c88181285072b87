import * as z from 'zod';
import { evaluationEnvironment } from '../../../src/engine/compile/context/uncounted.ts';
import { filters } from '../../../src/engine/query/common.ts';
import { piiKinds } from '../checks/pii.ts';
import { judgeIds } from '../judges/builtin.ts';
import { variablesIn } from '../template.ts';
import { variableNames, type Variable } from '../variables.ts';
import {
  lowestAboveHighest,
  minAboveMax,
  monthBelowDay,
  noBound,
  noExpression,
  noLanguage,
  noCollector,
  passOutside,
  promptOrBuiltIn,
  unknownVariable,
  withoutVariable,
} from './messages.ts';

const second = 1;
const day = 86_400 * second;

const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$/, 'write letters, digits, "_", "-" and ".", 80 at most');
const money = z.number().positive().max(1_000_000);
const url = z.url({ protocol: /^https?$/, error: 'write an address that starts with http:// or https://' });
const environmentVariable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'write the name of an environment variable');

/** Where a key is: never in the file itself. */
const key = {
  keyEnv: environmentVariable.optional(),
  keyFile: z.string().min(1).optional(),
};

/** What every evaluator says, whatever its kind. */
const common = {
  name,
  version: z.string().min(1).max(80).optional(),
  /** Which calls, as a query's filters say. */
  filters,
  sample: z
    .strictObject({
      /** The share of conversations or calls, from above 0 to 1. */
      rate: z.number().gt(0).max(1),
      /** Whole conversations by default: those of calls that name none are drawn by call. */
      by: z.enum(['conversation', 'call']).default('conversation'),
    })
    .default({ rate: 1, by: 'conversation' }),
  /** Seconds after its beginning at which a call counts as finished. */
  delaySeconds: z.int().min(0).max(day).default(120),
  /** How far back calls are looked for that are not decided yet, in seconds. */
  lookbackSeconds: z
    .int()
    .min(60)
    .max(31 * day)
    .default(day),
  /** Calls without one of these are skipped. */
  requires: z.array(z.enum(variableNames)).optional(),
};

/** What an evaluator says that asks somebody else. */
const remote = {
  callsPerMinute: z.int().min(1).max(100_000).optional(),
  concurrency: z.int().min(1).max(256).default(4),
  timeoutSeconds: z.number().positive().max(600).default(30),
  /** How often a call is asked about again after an answer that cannot be read, or none. */
  retries: z.int().min(0).max(10).default(2),
};

const scale = z
  .strictObject({ lowest: z.number(), highest: z.number() })
  .refine(({ lowest, highest }) => lowest < highest, { error: lowestAboveHighest() })
  .default({ lowest: 1, highest: 5 });

const prompt = z
  .string()
  .min(1)
  .max(100_000)
  .superRefine((text, context) => {
    const named = variablesIn(text);
    const unknown = named.filter((one) => !variableNames.includes(one as Variable));
    unknown.forEach((one) => context.addIssue({ code: 'custom', message: unknownVariable(one) }));
    if (named.length === 0) {
      context.addIssue({ code: 'custom', message: withoutVariable() });
    }
  });

const judge = z
  .strictObject({
    kind: z.literal('judge'),
    ...common,
    ...remote,
    builtIn: z.enum(judgeIds).optional(),
    prompt: prompt.optional(),
    scale,
    /** The least score that passes; without it, scores have no verdict. */
    passFrom: z.number().optional(),
    /** Characters of each variable that the judge sees at most; what is longer is cut in its middle, with a mark. */
    maxCharacters: z.int().min(100).max(2_000_000).default(60_000),
    model: z.strictObject({
      name: z.string().min(1).max(200),
      /** As the price table names it. */
      provider: z.string().min(1).max(100).default('openai'),
      url: url.default('https://api.openai.com/v1'),
      ...key,
      temperature: z.number().min(0).max(2).optional(),
      maxOutputTokens: z.int().min(50).max(32_000).default(800),
      /** USD for a million tokens, where the price table does not know the model. */
      price: z.strictObject({ input: z.number().min(0), output: z.number().min(0) }).optional(),
      /** Whether the server takes a JSON schema; without, it is asked for any JSON. */
      structured: z.boolean().default(true),
    }),
    /** USD that the judge may cost. */
    cap: z
      .strictObject({ day: money.optional(), month: money.optional() })
      .refine(({ day, month }) => day === undefined || month === undefined || day <= month, { error: monthBelowDay() })
      .default({}),
  })
  .refine(({ builtIn, prompt }) => (builtIn === undefined) !== (prompt === undefined), {
    error: promptOrBuiltIn(),
    path: ['prompt'],
  })
  .superRefine(({ passFrom, scale: { lowest, highest } }, context) => {
    if (passFrom !== undefined && (passFrom <= lowest || passFrom > highest)) {
      context.addIssue({ code: 'custom', path: ['passFrom'], message: passOutside(lowest, highest) });
    }
  });

const checked = { kind: z.literal('check'), ...common, of: z.enum(['question', 'answer']).default('answer') };

const expression = z.string().superRefine((pattern, context) => {
  try {
    new RegExp(pattern, 'u');
  } catch (thrown) {
    context.addIssue({ code: 'custom', message: noExpression((thrown as Error).message) });
  }
});

const language = z.string().superRefine((code, context) => {
  if (!/^[a-z]{2,3}$/.test(code)) {
    context.addIssue({ code: 'custom', message: noLanguage(code) });
  }
});

const check = z.discriminatedUnion('check', [
  z.strictObject({ ...checked, check: z.literal('json') }),
  z
    .strictObject({
      ...checked,
      check: z.literal('length'),
      /** Characters. */
      min: z.int().min(0).optional(),
      max: z.int().min(0).optional(),
    })
    .refine(({ min, max }) => min !== undefined || max !== undefined, { error: noBound(), path: ['min'] })
    .refine(({ min = 0, max = Infinity }) => min <= max, { error: minAboveMax(), path: ['min'] }),
  z.strictObject({
    ...checked,
    check: z.literal('regex'),
    pattern: expression,
    ignoreCase: z.boolean().default(false),
    /** Whether a text that matches passes, or one that does not. */
    must: z.enum(['match', 'not_match']).default('match'),
  }),
  z.strictObject({ ...checked, check: z.literal('refusal') }),
  z.strictObject({ ...checked, check: z.literal('language'), languages: z.array(language).min(1).max(50) }),
  z.strictObject({
    ...checked,
    check: z.literal('pii'),
    kinds: z
      .array(z.enum(piiKinds))
      .min(1)
      .default([...piiKinds]),
  }),
]);

const http = z.strictObject({
  kind: z.literal('http'),
  ...common,
  ...remote,
  url,
  ...key,
  /** What the service is told of a call. */
  variables: z.array(z.enum(variableNames)).min(1).default(['question', 'answer', 'context']),
  maxCharacters: z.int().min(100).max(2_000_000).default(60_000),
});

const evaluator = z.discriminatedUnion('kind', [judge, check, http]);

/** Where results and the spans of judges' calls are written. */
const output = z
  .strictObject({
    /** The collector's tables in ClickHouse, or a collector by OTLP over HTTP. */
    to: z.enum(['table', 'otlp']).default('table'),
    /** The collector's address, to which `/v1/logs`, `/v1/traces` and `/v1/metrics` are added. */
    url: url.optional(),
    /** Seconds for one request to the collector, with what the exporter tries again. */
    timeoutSeconds: z.number().positive().max(120).default(10),
    /** Whether mean scores are gauges, such as `llm.faithfulness`. */
    gauges: z.boolean().default(false),
    /** Whether each request to a judge is a span. */
    spans: z.boolean().default(true),
    /** `deployment.environment.name` of these spans. */
    environment: z.string().min(1).max(100).default(evaluationEnvironment),
  })
  .refine(({ to, url: address }) => to !== 'otlp' || address !== undefined, { error: noCollector(), path: ['url'] });

export const configSchema = z.strictObject({
  evaluators: z.array(evaluator).min(1).max(100),
  output: output.prefault({}),
});

/** An evaluator as it was written, with its defaults. */
export type Written = z.output<typeof evaluator>;
type Versioned<Of> = Of & { version: string };
export type Judge = Versioned<z.output<typeof judge>>;
export type Check = Versioned<z.output<typeof check>>;
export type Http = Versioned<z.output<typeof http>>;
export type Evaluator = Judge | Check | Http;
export type OutputConfig = z.output<typeof output>;

/** What evaluators.yaml says. */
export interface Config {
  evaluators: Evaluator[];
  output: OutputConfig;
}
