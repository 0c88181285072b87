import { Alert, Stack, TextLink } from '@grafana/ui';
import React from 'react';

import { currentVersion, type SpansQuery } from '../../engine/query/model.ts';
import { dashboard, explore } from '../links.ts';
import { Code } from '../parts/Code.tsx';
import { may } from '../permissions.ts';
import type { Range } from '../query.ts';
import { messages } from './messages.ts';
import { deployedLines, evidenceText, lineOf } from './texts.ts';
import type { Compared, Version } from './versions.ts';

interface Props {
  uid: string;
  prompt: string;
  a: Version;
  b: Version;
  rows: readonly Compared[];
  range: Range;
}

/** Says whether the later version is worse, by which measures, since when and by whom, with links to what is behind it. */
export function Evidence({ uid, prompt, a, b, rows, range }: Props) {
  const worse = rows.filter(({ verdict }) => verdict === 'worse');
  const better = rows.filter(({ verdict }) => verdict === 'better');
  const isTold = rows.some(({ verdict }) => verdict !== 'not enough data');
  const variables = { datasource: uid, chosen_prompt: prompt, version_a: a.version, version_b: b.version };
  return (
    <Alert
      severity={worse.length > 0 ? 'warning' : 'info'}
      title={worse.length > 0 ? messages.worse(b.version, a.version) : messages.notWorse(b.version, a.version)}
      bottomSpacing={0}
    >
      <Stack direction="column" gap={1}>
        {deployedLines([b, a]).map((line) => (
          <div key={line}>{line}</div>
        ))}
        {worse.length > 0 ? (
          <Listed title={messages.worseText(worse.length)} rows={worse} />
        ) : (
          <div>{isTold ? messages.noWorse : messages.tooFew}</div>
        )}
        {better.length > 0 && <Listed title={messages.betterText} rows={better} />}
        <Stack gap={2} wrap="wrap">
          <TextLink href={dashboard('genai-prompts', variables)}>{messages.dashboard}</TextLink>
          {may('datasources:explore') && (
            <TextLink href={explore(uid, failedCalls(prompt, b.version), inExplore(range))}>
              {messages.calls(b.version)}
            </TextLink>
          )}
        </Stack>
        {worse.length > 0 && (
          <Code
            label={messages.evidence}
            text={evidenceText(prompt, a, b, rows)}
            fileName={`${prompt}-${b.version}.txt`}
          />
        )}
      </Stack>
    </Alert>
  );
}

function Listed({ title, rows }: { title: string; rows: readonly Compared[] }) {
  return (
    <div>
      {title}
      <ul style={{ paddingLeft: 24 }}>
        {rows.map((row) => (
          <li key={row.measure}>{lineOf(row)}</li>
        ))}
      </ul>
    </div>
  );
}

const failedCalls = (prompt: string, version: string): SpansQuery => ({
  version: currentVersion,
  kind: 'spans',
  format: 'table',
  groupBy: ['feature', 'model', 'error_class'],
  columns: ['duration', 'input_tokens', 'output_tokens', 'cost', 'failed'],
  filters: [
    { dimension: 'prompt', operator: 'in', values: [prompt] },
    { dimension: 'prompt_version', operator: 'in', values: [version] },
  ],
  orderBy: 'failed',
  limit: 100,
});

const inExplore = ({ from, to }: Range) => ({ from: String(from), to: String(to) });
