import { variableNames } from '../variables.ts';

/** Messages about evaluators.yaml. */

export const atPlace = (file: string, line: number, column: number, path: string, reason: string) =>
  `${file}:${line}:${column}: ${path === '' ? '' : `${path}: `}${reason}`;

export const noEvaluators = () => 'there is no evaluator: list one under "evaluators"';

export const sameName = (name: string, line: number) =>
  `another evaluator, in line ${line}, is named "${name}" too: results are told apart by the name`;

export const unknownVariable = (name: string) =>
  `the prompt names {{${name}}}, which is not known: it may name ${variableNames.map((one) => `{{${one}}}`).join(', ')}`;

export const withoutVariable = () => 'the prompt names nothing of the call: write {{answer}} where the answer belongs';

export const promptOrBuiltIn = () => 'write either "builtIn" or "prompt"';

export const lowestAboveHighest = () => 'its lowest value must be less than its highest';

export const passOutside = (lowest: number, highest: number) =>
  `no score can tell: the scale is from ${lowest} to ${highest}`;

export const noExpression = (reason: string) => `it is not a regular expression: ${reason}`;

export const noLanguage = (code: string) => `"${code}" is not a language: write codes such as en or pt`;

export const noBound = () => 'write "min", "max" or both';

export const minAboveMax = () => '"min" must not be greater than "max"';

export const monthBelowDay = () => 'the month’s cap is less than the day’s: the day’s would never be reached';

export const noCollector = () => 'write the address of the collector, such as http://collector:4318';
