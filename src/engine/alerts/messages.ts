/** Messages to users about alert rules. */

export const expressionNotUnderstood = (text: string, part: string): string =>
  `Cannot parse "${part}" in the expression "${text}". A condition is math over refIds and numbers, such as $N > 100 && $A < 3.5.`;

export const expressionUnclosed = (text: string): string => `A parenthesis in the expression "${text}" is not closed.`;

export const expressionValueMissing = (text: string): string => `A value is missing in the expression "${text}".`;

export const choiceUnreadable = (uid: string, path: string, problem: string): string =>
  `The configuration of the rule ${uid} is not valid${path === '' ? '' : ` at ${path}`}: ${problem}.`;

export const unknownNumber = (uid: string, id: string, known: readonly string[]): string =>
  `The rule ${uid} has no number "${id}". Use one of: ${known.join(', ')}.`;

export const numberOutOfBounds = (uid: string, id: string, min: number, max: number): string =>
  `The number "${id}" of the rule ${uid} must be between ${min} and ${max}.`;

export const windowOutOfBounds = (uid: string, min: number, max: number, step: number): string =>
  `The window of the rule ${uid} must be between ${min} and ${max} seconds, and a multiple of ${step}.`;

export const groupingSenseless = (uid: string, id: string, groupable: readonly string[]): string =>
  `The rule ${uid} cannot be grouped by ${id}. Use ${groupable.join(', ')}, or an attribute (attr:key, resource:key).`;

export const evaluationNotChoosable = (uid: string): string =>
  `The rule ${uid} does not watch an evaluation, so "evaluation" cannot be set for it.`;

export const unknownRule = (uid: string, known: readonly string[]): string =>
  `There is no rule ${uid} in the catalogue. Use one of: ${known.join(', ')}. For a rule with its own uid, set "copyOf" to the rule it is based on.`;

export const configUnreadable = (path: string, problem: string): string =>
  `The alert rule configuration is not valid${path === '' ? '' : ` at ${path}`}: ${problem}.`;

export const budgetsElsewhere = (uid: string): string =>
  `The rule ${uid} watches budgets. What they cover is set in the data source's settings, not in the rule.`;
