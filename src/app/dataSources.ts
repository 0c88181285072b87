import type { DataSourceInstanceSettings } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';

import { dataSourceType } from './links.ts';

/** The list also holds Grafana's built-in sources, whatever type is asked for. */
export const ownDataSources = (): DataSourceInstanceSettings[] =>
  getDataSourceSrv()
    .getList({ type: dataSourceType })
    .filter((dataSource) => dataSource.type === dataSourceType);
