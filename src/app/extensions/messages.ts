/** Links that Grafana shows; plugin.json has the same titles and descriptions. */
export const messages = {
  calls: 'Show the calls',
  callsText: 'The gen_ai calls that the alert is about, in Explore.',
  panel: 'Show the dashboard',
  panelText: 'The panel that shows what the alert is about, for the same feature, team and model.',
};
