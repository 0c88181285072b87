/** Texts of the links that Grafana shows; plugin.json has the same titles and descriptions. */
export const messages = {
  calls: 'Show the calls',
  callsText: 'Open the gen_ai calls behind the alert in Explore.',
  panel: 'Show the dashboard',
  panelText: 'Open the panel behind the alert, for the same feature, team and model.',
  addBudget: 'GenAI: add a budget',
  addBudgetText: 'Say what may be spent in a day, a week or a month.',
  findUnpriced: 'GenAI: find models without a price',
  findUnpricedText: 'See which price each model has and why, and set those that are missing.',
  comparePrompts: 'GenAI: compare two versions of a prompt',
  comparePromptsText: 'See whether a new version is better or worse than the one before.',
  setUp: 'GenAI: set up a data source',
  setUpText: 'Go from ClickHouse to the first dashboard, step by step.',
};
