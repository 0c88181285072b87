/** Who created the rule in Grafana: only a rule from `grafana` can be edited there. */
export type Origin = 'grafana' | 'file' | 'api' | 'other';
export type Fit = 'shipped' | 'tuned' | 'drifted';
