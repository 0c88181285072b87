export const invalidBudget = (budget: string, field: string, problem: string) =>
  `The budget ${budget} is not valid${field ? ` at ${field}` : ''}: ${problem}. Correct it in the data source’s settings, or in its provisioning file.`;

export const emptyName = () => 'the name must have 1 to 100 characters';

export const nameTaken = () => 'another budget has the same name';

export const notAnAmount = () => 'the amount must be in US dollars and more than 0';

export const notAShare = () => 'the share of the amount must be more than 0, such as 0.7 for 70%';

export const softAboveHard = () => '"soft" is above "hard"';

export const notAZone = () => 'the time zone must be an IANA name, such as Europe/Paris';

export const noValues = () => 'a filter needs at least one value; remove the filter to include everything';

export const notOfRequests = () => 'requests do not have this dimension, so they cannot be filtered by it';
