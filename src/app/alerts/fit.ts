/** Who made the rule that Grafana has: only `grafana` lets it be edited there. */
export type Origin = 'grafana' | 'file' | 'api' | 'other';
export type Fit = 'shipped' | 'tuned' | 'drifted';
