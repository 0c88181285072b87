/** Everything that budgets say to a user. A message names what is wrong and what to do about it. */

export const noBudgets = () =>
  'The data source has no budgets: add one in the data source’s settings, under "Budgets", or to "jsonData.budgets" of the file that provisions it.';

export const unknownZone = (budget: string, zone: string) =>
  `The budget ${JSON.stringify(budget)} has the time zone ${JSON.stringify(zone)}, which ClickHouse does not know: write a name of the IANA database, such as Europe/Paris or UTC.`;
