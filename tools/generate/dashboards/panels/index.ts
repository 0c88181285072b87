export { alerts } from './alerts.ts';
export { heatmap } from './heatmap.ts';
export { withColors } from './panel.ts';
export { bars, pie } from './parts.ts';
export { stat, strip } from './stat.ts';
export { answerTable, dataBar, firstRows, spansTable, table, withoutRest } from './table.ts';
export { legends, stacked, timeseries } from './timeseries.ts';
