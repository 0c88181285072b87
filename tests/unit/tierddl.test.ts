import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createStatements, dropStatements } from '../../src/engine/tiers/ddl.ts';
import { readJsonData } from '../../tools/cli/settings.ts';

const paths = {
  calls: ['otel', 'genai_calls'],
  minutes: ['otel', 'genai_minutes'],
  hours: ['otel', 'genai_hours'],
  census: ['otel', 'genai_census'],
};

describe('the tables of closed hours', () => {
  it('hold no money, no prompts and no messages of errors', () => {
    const text = createStatements(paths).join('\n');
    expect(text).not.toMatch(/Estimated|Content|ErrorMessage|Explanation/);
    expect(text).toContain('`ReportedCost` Nullable(Float64)');
  });

  it('are made on a cluster, replicated, and for some days only', () => {
    const [calls, minutes, hours, census] = createStatements({
      ...paths,
      cluster: 'main',
      replicated: true,
      retentionDays: 400,
    });
    for (const sql of [calls, minutes, hours]) {
      expect(sql).toContain(" ON CLUSTER 'main' (");
      expect(sql).toContain('ENGINE = ReplicatedMergeTree');
      expect(sql).toContain('TTL `Hour` + toIntervalDay(400)');
    }
    expect(census).toContain("ON CLUSTER 'main'");
    expect(census).toContain('ENGINE = ReplicatedReplacingMergeTree(`Written`)');
    expect(census).toContain('TTL `Day` + toIntervalDay(400)');
    expect(dropStatements({ ...paths, cluster: 'main' })).toEqual([
      "DROP TABLE IF EXISTS `otel`.`genai_hours` ON CLUSTER 'main'",
      "DROP TABLE IF EXISTS `otel`.`genai_minutes` ON CLUSTER 'main'",
      "DROP TABLE IF EXISTS `otel`.`genai_calls` ON CLUSTER 'main'",
      "DROP TABLE IF EXISTS `otel`.`genai_census` ON CLUSTER 'main'",
    ]);
  });
});

describe('the settings of a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'));
  const file = (text: string): string => {
    const path = join(folder, `${text.length}.yaml`);
    writeFileSync(path, text);
    return path;
  };

  it('are those of its data source', () => {
    expect(readJsonData('provisioning/datasources/genai-clickhouse.yaml')).toMatchObject({
      tracesTable: 'otel_traces',
    });
    expect(readJsonData(file('{"maxWeight": 5}'))).toEqual({ maxWeight: 5 });
    expect(readJsonData(file('jsonData:\n  maxWeight: 6\n'))).toEqual({ maxWeight: 6 });
  });

  it('must be there, and of one data source', () => {
    expect(() => readJsonData(file('[]'))).toThrow('it has no settings');
    expect(() => readJsonData(file('datasources: []'))).toThrow('0 data sources');
  });
});
