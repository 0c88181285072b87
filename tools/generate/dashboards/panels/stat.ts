import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';

import { measures, type MeasureId } from '../../../../src/engine/catalogue/measures/index.ts';
import type { MeasureRef } from '../../../../src/engine/query/model.ts';
import type { DataLink } from '../links.ts';
import { thresholdsOf } from '../looks.ts';
import { SharedTarget, type MeasureTarget } from '../query.ts';
import { common, type MeasureSpec } from './panel.ts';

/** One of the numbers of a strip. */
export interface NumberSpec {
  id: number;
  title: string;
  description: string;
  measure: MeasureId | MeasureRef;
  /** A name that is shown below the number. */
  named?: string;
  /** What is shown instead of a number that does not exist; a dash by default. */
  missing?: string;
  links?: readonly DataLink[];
}

/** Shows one number. */
export const stat = (spec: MeasureSpec): Stat =>
  common(new Stat(), { missing: '–', ...spec })
    .reduceOptions(new ReduceDataOptionsBuilder().values(false).calcs(['lastNotNull']).fields(''))
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Value)
    .thresholds(new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(thresholdsOf(spec.measure)));

/** Shows numbers side by side, which one query asks for: the first panel has it, and the others show its answer. */
export function strip(ask: (...measures: MeasureRef[]) => MeasureTarget, numbers: readonly NumberSpec[]): Stat[] {
  const refs = numbers.map(({ measure }) => (typeof measure === 'string' ? { id: measure } : measure));
  const [{ id: first } = { id: 0 }] = numbers;
  return numbers.map(({ measure: _, named, ...spec }, index) => {
    const ref = refs[index] ?? { id: 'requests' };
    const panel = stat({
      ...spec,
      measure: ref.id,
      query: index === 0 ? ask(...refs) : new SharedTarget(first),
      width: 24 / numbers.length,
      height: 4,
    }).reduceOptions(
      new ReduceDataOptionsBuilder()
        .values(false)
        .calcs(['lastNotNull'])
        .fields(named === undefined ? fieldOf(ref) : `/^${named}$/`)
    );
    return named === undefined
      ? panel
      : panel
          .textMode(BigValueTextMode.ValueAndName)
          .overrideByName(measures[ref.id].title, [{ id: 'displayName', value: named }]);
  });
}

/** Matches the title of a measure's column, which ends with the name of its evaluation if it has one. */
const fieldOf = ({ id, evaluation }: MeasureRef): string =>
  evaluation === undefined ? `/^${measures[id].title}$/` : `/^${measures[id].title} \\(/`;
