import { getDataSourceSrv } from '@grafana/runtime';

import { ask } from '../fetch.ts';
import { dataSourceType } from '../links.ts';

export interface Draft {
  name: string;
  url: string;
  database: string;
  user: string;
  password: string;
}

/** Creates a data source with the user's permissions, and returns its uid. */
export async function createDataSource({ name, url, database, user, password }: Draft): Promise<string> {
  const { datasource } = await ask<{ datasource: { uid: string } }>({
    method: 'POST',
    url: '/api/datasources',
    data: {
      name,
      type: dataSourceType,
      access: 'proxy',
      url: url.trim(),
      jsonData: { ...(database === '' ? {} : { database }), ...(user === '' ? {} : { username: user }) },
      ...(password === '' ? {} : { secureJsonData: { password } }),
    },
  });
  // Without it, the other pages would not know the data source before they are loaded anew.
  const service = getDataSourceSrv() as { reload?: () => unknown };
  await service.reload?.();
  return datasource.uid;
}
