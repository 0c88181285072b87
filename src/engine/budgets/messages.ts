/** Messages to users about budgets. Each says what is wrong and what to do about it. */

export const noBudgets = () =>
  'The data source has no budgets. Add one under "Budgets" in the data source’s settings, or under "jsonData.budgets" in its provisioning file.';

export const unknownZone = (budget: string, zone: string) =>
  `The budget ${JSON.stringify(budget)} has the time zone ${JSON.stringify(zone)}, which ClickHouse does not know. Use an IANA time zone name, such as Europe/Paris or UTC.`;
