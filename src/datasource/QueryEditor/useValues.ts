import type { TimeRange } from '@grafana/data';
import type { ComboboxOption } from '@grafana/ui';
import { useMemo } from 'react';

import type { DimensionId } from '../../engine/catalogue/dimensions/index.ts';
import type { Filter } from '../../engine/query/model.ts';
import type { GenAIDataSource } from '../datasource.ts';
import { loadValues } from '../values.ts';

type Options = (typed: string) => Promise<ComboboxOption[]>;

/** The values to offer: those of a dimension in a time range, of rows that match the filters. */
export interface Offered {
  datasource: GenAIDataSource;
  dimension: DimensionId;
  range: TimeRange | undefined;
  filters?: Filter[];
}

/** Loads a dimension's values as options, once per time range; a failed request is repeated. */
export function useValues({ datasource, dimension, range, filters = [] }: Offered): Options {
  const from = range?.raw.from.valueOf();
  const to = range?.raw.to.valueOf();
  const among = JSON.stringify(filters);
  return useMemo(
    () => offer(() => loadValues(datasource, dimension, range, filters)),
    // A relative range is a new object on every refresh, but has the same text.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [datasource, dimension, from, to, among]
  );
}

function offer(load: () => Promise<string[]>): Options {
  let loaded: Promise<string[]> | undefined;
  return async (typed) => {
    loaded ??= load();
    try {
      const values = await loaded;
      const wanted = values.filter((value) => value.toLowerCase().includes(typed.toLowerCase()));
      return wanted.map((value) => ({ value, label: value }));
    } catch (reason) {
      loaded = undefined;
      throw reason;
    }
  };
}
