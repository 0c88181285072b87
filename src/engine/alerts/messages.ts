/** What the alerting part says to its users. */

export const expressionNotUnderstood = (text: string, part: string): string =>
  `"${part}" in the expression "${text}" is not understood. A condition is math over refIds and numbers, such as $N > 100 && $A < 3.5.`;

export const expressionUnclosed = (text: string): string => `A parenthesis in the expression "${text}" is not closed.`;

export const expressionValueMissing = (text: string): string => `A value is missing in the expression "${text}".`;

export const choiceUnreadable = (uid: string, path: string, problem: string): string =>
  `The rule ${uid}${path === '' ? '' : `, ${path}`}: ${problem}.`;

export const unknownNumber = (uid: string, id: string, known: readonly string[]): string =>
  `The rule ${uid} has no number ${id}. It has ${known.join(', ')}.`;

export const numberOutOfBounds = (uid: string, id: string, min: number, max: number): string =>
  `The number ${id} of the rule ${uid} has to be from ${min} to ${max}.`;

export const windowOutOfBounds = (uid: string, min: number, max: number, step: number): string =>
  `The window of the rule ${uid} has to be from ${min} to ${max} seconds and a multiple of ${step}.`;

export const groupingSenseless = (uid: string, id: string, groupable: readonly string[]): string =>
  `The rule ${uid} cannot be grouped by ${id}. It can be by ${groupable.join(', ')}, or an attribute (attr:key, resource:key).`;

export const evaluationNotChoosable = (uid: string): string =>
  `The rule ${uid} is not about one evaluation, so none can be chosen for it.`;

export const unknownRule = (uid: string, known: readonly string[]): string =>
  `There is no rule ${uid}. There are ${known.join(', ')}. A rule of a name of its own says with copyOf which one it is like.`;

export const configUnreadable = (path: string, problem: string): string =>
  `The configuration of alert rules${path === '' ? '' : `, ${path}`}: ${problem}.`;

export const budgetsElsewhere = (uid: string): string =>
  `The rule ${uid} is about budgets: what they cover is set in the data source's settings, not in the rule.`;
