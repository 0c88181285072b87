import { resultIdKey } from '../../../src/engine/compile/evaluations/records.ts';
import { evaluatorScope } from '../../../src/engine/compile/context/uncounted.ts';
import { quoteText } from '../../../src/engine/sql/print.ts';

/** The service and the scope of all that evaluators write. */
export const service = 'genai-evaluator';
export const scope = evaluatorScope;

/** The attributes of a result's record, as SQL over the ledger's columns that gives a text, '' for those that say nothing. */
export const recordAttributes: Readonly<Record<string, string>> = {
  'gen_ai.evaluation.name': 'Evaluator',
  'gen_ai.evaluation.score.value': "ifNull(toString(Score), '')",
  'gen_ai.evaluation.score.label': 'toString(Label)',
  'genai_evaluator.passed': "multiIf(Passed = 1, 'true', Passed = 0, 'false', '')",
  'gen_ai.evaluation.explanation': 'Explanation',
  'gen_ai.evaluation.evaluator.id': 'Evaluator',
  'gen_ai.evaluation.evaluator.version': 'Version',
  'gen_ai.evaluation.evaluator.type': 'Kind',
  'gen_ai.response.id': 'ResponseId',
  'error.type': "if(Outcome = 'failed', toString(Reason), '')",
  'genai_evaluator.judge.model': 'Model',
  'genai_evaluator.sample.rate': 'toString(SampleRate)',
  [resultIdKey]: 'Id',
};

/** SQL of attributes as a map, without those that say nothing. */
export function attributeMap(attributes: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(attributes).flatMap(([key, value]) => [quoteText(key), `toString(${value})`]);
  return `mapFilter((k, v) -> v != '', map(${pairs.join(', ')}))`;
}

/** SQL of which of an evaluator's results have a record: scores, and what failed. What was skipped has none. */
export const hasRecord = (
  { name, version }: { name: string; version: string },
  /** SQL of the moment since which they were decided. */
  since: string
): string =>
  `Evaluator = ${quoteText(name)} AND Version = ${quoteText(version)} AND Outcome IN ('scored', 'failed') AND Decided >= ${since}`;

/** SQL of the moment so many days ago. */
export const daysAgo = (now: string, days: number): string => `${now} - toIntervalDay(${days})`;
