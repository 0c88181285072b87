import { expect, test } from 'vitest';
import { pluginsBelow } from './restart.ts';

test('the backend is found below its Grafana, and none of another', () => {
  const processes = [
    { pid: 10, parent: 1, command: 'node guard.mjs /opt/grafana/bin/grafana server' },
    { pid: 11, parent: 10, command: '/opt/grafana/bin/grafana server' },
    {
      pid: 12,
      parent: 11,
      command: '/tmp/plugins/genai-observability-app/datasource/gpx_genai_clickhouse_linux_amd64',
    },
    { pid: 13, parent: 11, command: '/opt/plugins/gpx_other_linux_amd64' },
    { pid: 20, parent: 1, command: '/opt/grafana/bin/grafana server' },
    { pid: 21, parent: 20, command: '/tmp/plugins/datasource/gpx_genai_clickhouse_linux_amd64' },
  ];
  expect(pluginsBelow(10, processes).map(({ pid }) => pid)).toEqual([12]);
  expect(pluginsBelow(11, processes).map(({ pid }) => pid)).toEqual([12]);
  expect(pluginsBelow(21, processes)).toEqual([]);
});
