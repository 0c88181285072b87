import { evaluationMeasures } from './evaluations.ts';
import type { Measure } from './measure.ts';
import { requestMeasures } from './requests.ts';
import { spanMeasures } from './spans.ts';

const catalogue = { ...requestMeasures, ...evaluationMeasures, ...spanMeasures };

export type MeasureId = keyof typeof catalogue;

export const measureIds = Object.keys(catalogue) as [MeasureId, ...MeasureId[]];

export const measures: Record<MeasureId, Measure<MeasureId>> = catalogue;
