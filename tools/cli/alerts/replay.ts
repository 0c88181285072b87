import { backtest } from '../../../src/engine/alerts/backtest/backtest.ts';
import type { BacktestRequest, BacktestResult } from '../../../src/engine/alerts/backtest/model.ts';
import type { Connection } from '../connection.ts';
import { finished } from '../host.ts';

export const replay = (connection: Connection, request: BacktestRequest): Promise<BacktestResult> =>
  finished(connection, (state, results) => backtest(request, connection.settings, Date.now(), state, results));
