import { getBackendSrv } from '@grafana/runtime';
import { useEffect, useState } from 'react';

import type { BacktestRequest, BacktestResult } from '../../engine/alerts/backtest/model.ts';
import { reasonOf } from '../../components/reason.ts';

const debounceMs = 500;

interface Answer {
  /** The request. */
  body: string;
  /** The last result while the next one is loading. */
  result: BacktestResult | undefined;
  failure: string | undefined;
}

interface Backtest extends Omit<Answer, 'body'> {
  loading: boolean;
}

/** Replays the request; a changed request cancels the current one. */
export function useBacktest(datasourceUid: string, request: BacktestRequest): Backtest {
  const [answer, setAnswer] = useState<Answer>({ body: '', result: undefined, failure: undefined });
  const body = JSON.stringify(request);

  useEffect(() => {
    let cancel = () => {};
    const timer = setTimeout(() => {
      const asked = getBackendSrv()
        .fetch<BacktestResult>({
          method: 'POST',
          url: `/api/datasources/uid/${encodeURIComponent(datasourceUid)}/resources/backtest`,
          data: JSON.parse(body) as BacktestRequest,
          showErrorAlert: false,
        })
        .subscribe({
          next: ({ data }) => setAnswer({ body, result: data, failure: undefined }),
          error: (reason: unknown) => setAnswer({ body, result: undefined, failure: reasonOf(reason) }),
        });
      cancel = () => asked.unsubscribe();
    }, debounceMs);
    return () => {
      clearTimeout(timer);
      cancel();
    };
  }, [datasourceUid, body]);

  return { result: answer.result, failure: answer.failure, loading: answer.body !== body };
}
