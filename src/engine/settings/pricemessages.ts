/** Messages to users about prices. Each says what is wrong and what to do about it. */

export const notADay = () => 'the day must be written as YYYY-MM-DD, such as 2026-03-31';

export const endsBeforeStart = () => '"to" is before "from"; "to" is the last day on which the price applies';

export const emptyName = () =>
  'the model must be a name, with * for any characters, such as my-deployment or my-deployment-*';

export const negativePrice = () => 'the price must be in US dollars per million tokens, 0 or more';

export const notAShare = () => 'the batch discount must be between 0 and 1, such as 0.5 for half price';

export const notACurrency = () => 'the currency must be a code of three capital letters, such as EUR';

export const notARate = () => 'the rate must be the US dollars for one unit of the currency, more than 0, such as 1.08';

export const noPriceToCompare = (provider: string, model: string) =>
  `There is no price for "${model}"${provider ? ` at ${provider}` : ''}. Choose a model from the price table, or add a price for it in the data source's settings.`;
