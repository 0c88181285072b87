import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import type { Props } from './props.ts';
import { accessStatements, namedTables, provisioningFile } from './provisioning.ts';

const options = {
  name: 'GenAI: "prod"',
  uid: 'genai',
  type: 'genai-clickhouse-datasource',
  url: 'https://clickhouse:8443',
  isDefault: false,
  basicAuth: false,
  jsonData: {
    database: 'otel',
    username: "o'hara",
    content: { allow: true, redact: { patterns: [{ name: 'id', pattern: '^PAT-$' }] } },
  },
  secureJsonData: { password: 'secret' },
  secureJsonFields: { password: true, tlsClientKey: true, old: false },
} as unknown as Props['options'];

describe('the provisioning file', () => {
  const file = provisioningFile(options);

  it('holds what is on screen', () => {
    expect(parse(file)).toEqual({
      apiVersion: 1,
      datasources: [
        {
          name: 'GenAI: "prod"',
          uid: 'genai',
          type: 'genai-clickhouse-datasource',
          access: 'proxy',
          url: 'https://clickhouse:8443',
          jsonData: {
            database: 'otel',
            username: "o'hara",
            // Grafana reads `$$` as `$`, and `$name` as a variable.
            content: { allow: true, redact: { patterns: [{ name: 'id', pattern: '^PAT-$$' }] } },
          },
          secureJsonData: { password: '$CLICKHOUSE_PASSWORD', tlsClientKey: '$CLICKHOUSE_TLS_CLIENT_KEY' },
        },
      ],
    });
  });

  it('holds no secret', () => {
    expect(file).not.toContain('secret\n');
    expect(file).not.toMatch(/: secret/);
  });
});

describe('the statements for ClickHouse', () => {
  it('grant the tables that the settings name to the user', () => {
    const sql = accessStatements(options, namedTables(options));
    expect(sql).toContain("CREATE USER IF NOT EXISTS `o'hara` IDENTIFIED BY '...'");
    expect(sql.match(/GRANT SELECT ON (\S+) TO/g)).toEqual([
      'GRANT SELECT ON otel.otel_traces TO',
      'GRANT SELECT ON otel.otel_traces_trace_id_ts TO',
      'GRANT SELECT ON otel.otel_logs TO',
      'GRANT SELECT ON otel.otel_metrics_gauge TO',
    ]);
  });

  it.each([
    ['signoz', {}, ['signoz_traces.distributed_signoz_index_v3']],
    ['langfuse', { database: 'lf' }, ['lf.observations', 'lf.traces', 'lf.scores']],
    ['flat', { tracesTable: 'calls', evaluationsTable: 'judged.scores' }, ['otel.calls', 'judged.scores']],
  ])('grant the tables of the layout %s', (layout, more, tables) => {
    const own = { ...options, jsonData: { ...options.jsonData, layout, ...more } };
    const paths = namedTables(own).map((path) => path.join('.'));
    expect(paths).toEqual(expect.arrayContaining(tables));
    expect(paths).not.toContain('otel.otel_traces');
  });

  it('quote names', () => {
    const odd = { ...options, jsonData: { tracesTable: 'my db.spa`ns', logsTable: 'l' } };
    expect(accessStatements(odd, namedTables(odd))).toContain('ON `my db`.`spa\\`ns` TO grafana;');
  });
});
