export const invalidBudget = (budget: string, field: string, problem: string) =>
  `The budget ${budget} is not valid${field ? ` at ${field}` : ''}: ${problem}. Correct it in the data source’s settings, or in the file that provisions it.`;

export const emptyName = () => 'write a name of 1 to 100 characters';

export const nameTaken = () => 'another budget has the same name';

export const notAnAmount = () => 'the amount is US dollars, more than 0';

export const notAShare = () => 'write a share of the amount, more than 0, such as 0.7 for 70 %';

export const softAboveHard = () => '"soft" is above "hard"';

export const notAZone = () => 'write a time zone of the IANA database, such as Europe/Paris';

export const noValues = () => 'a filter needs a value; leave the filter out to take in everything';

export const notOfRequests = () => 'requests have no such dimension, so nothing can be filtered by it';
