/** Texts of the links that Grafana shows; plugin.json has the same titles and descriptions. */
export const messages = {
  calls: 'Show the calls',
  callsText: 'Open the gen_ai calls behind the alert in Explore.',
  panel: 'Show the dashboard',
  panelText: 'Open the panel behind the alert, for the same feature, team and model.',
};
