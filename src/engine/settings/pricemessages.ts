/** Everything that pricing says to a user. A message names what is wrong and what to do about it. */

export const notADay = () => 'write a day as YYYY-MM-DD, such as 2026-03-31';

export const endsBeforeStart = () => '"to" is before "from": "to" is the last day with this price';

export const emptyName = () =>
  'write the name of a model, with * for any characters, such as my-deployment or my-deployment-*';

export const negativePrice = () => 'a price is USD per million tokens, 0 or more';

export const notAShare = () => 'write the part that a batch saves, from 0 to 1, such as 0.5 for half';

export const noPriceToCompare = (provider: string, model: string) =>
  `There is no price of "${model}"${provider ? ` at ${provider}` : ''} to compare with. Choose a model of the price table, or add a price for it in the data source's settings.`;
