import type { DataSourceInstanceSettings } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';

import { dataSourceType } from './links.ts';

/** Lists our data sources. Grafana's list contains its built-in ones, too, regardless of the type requested. */
export const ownDataSources = (): DataSourceInstanceSettings[] =>
  getDataSourceSrv()
    .getList({ type: dataSourceType })
    .filter((dataSource) => dataSource.type === dataSourceType);
