import {
  CustomVariableSupport,
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  type MetricFindValue,
} from '@grafana/data';
import { map, type Observable } from 'rxjs';

import { valuesOf } from '../templating/values.ts';
import type { GenAIQuery, Queried } from './types.ts';
import { VariableEditor } from './VariableEditor/VariableEditor.tsx';
import { valuesQuery } from './values.ts';

/** Supports dashboard variables, which are ordinary queries: the first text column has the values. */
export class ValueVariables extends CustomVariableSupport<Queried, GenAIQuery> {
  override editor = VariableEditor;
  private readonly datasource: Queried;

  constructor(datasource: Queried) {
    super();
    this.datasource = datasource;
  }

  override getDefaultQuery(): Partial<GenAIQuery> {
    return valuesQuery('feature');
  }

  override query(request: DataQueryRequest<GenAIQuery>): Observable<DataQueryResponse> {
    const targets = request.targets.map((target, index) => ({ ...target, refId: target.refId || `variable-${index}` }));
    return this.datasource
      .query({ ...request, targets })
      .pipe(map((response) => ({ ...response, data: asOptions(response.data) })));
  }
}

function asOptions(frames: DataFrame[]): MetricFindValue[] {
  return valuesOf(frames).map((text) => ({ text, value: text }));
}
