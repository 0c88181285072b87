import { CoreApp, type DataQueryRequest, type TimeRange } from '@grafana/data';
import { useEffect, useState } from 'react';

import type { Request } from '../../engine/host.ts';
import { preview as compile, previewAsSql, previewCensus, type Preview } from '../../engine/preview.ts';
import type { GenAIDataSource } from '../datasource.ts';
import { isComplete } from '../defaults.ts';
import type { GenAIQuery } from '../types.ts';
import { reasonOf } from '../../components/reason.ts';
import { messages } from './messages.ts';

const debounceMs = 250;
const hour = 3_600_000;

export interface Subject {
  query: GenAIQuery;
  datasource: GenAIDataSource;
  app: CoreApp | undefined;
  range: TimeRange | undefined;
  request: DataQueryRequest | undefined;
}

/** A preview, with the query that it is of, and its statement as SQL to go on with, if it can be written so. */
export type Previewed = Preview & { of: GenAIQuery; asSql?: () => string | undefined };

/** Compiles the query to the SQL that the backend would run; undefined until the tables are known, or without a query. */
export function usePreview({ query, datasource, app, range, request }: Subject): Previewed | undefined {
  const [preview, setPreview] = useState<Previewed>();
  const text = JSON.stringify(query);
  const from = range?.from.valueOf();
  const to = range?.to.valueOf();

  useEffect(() => {
    if (!isComplete(query)) {
      return undefined;
    }
    let current = true;
    const timer = setTimeout(() => {
      const asked = asRequest(query.refId, app, from, to, request);
      const replaced = datasource.applyTemplateVariables(query, request?.scopedVars ?? {});
      datasource
        .census(previewCensus(replaced, asked, datasource.hostSettings))
        .then(({ source, census }): Previewed => ({
          ...compile(replaced, asked, datasource.hostSettings, source, census),
          of: query,
          asSql: () => previewAsSql(replaced, asked, datasource.hostSettings, source, census),
        }))
        .catch((reason: unknown): Previewed => ({
          ok: false,
          message: messages.sourceFailed(reasonOf(reason)),
          of: query,
        }))
        .then((next) => current && setPreview(next));
    }, debounceMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
    // `text` represents the query, and a new response from Grafana is no reason to compile again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text, datasource, app, from, to]);

  return isComplete(query) ? preview : undefined;
}

function asRequest(
  refId: string,
  app: CoreApp | undefined,
  from: number | undefined,
  to: number | undefined,
  request: DataQueryRequest | undefined
): Request {
  const end = to ?? Date.now();
  return {
    refId,
    from: from ?? end - hour,
    to: end,
    intervalMs: request?.intervalMs ?? 60_000,
    maxDataPoints: request?.maxDataPoints ?? 1000,
    fromAlert: app === CoreApp.UnifiedAlerting,
  };
}

/** Returns the reason of a failed request, whose `data` has the backend's message. */
