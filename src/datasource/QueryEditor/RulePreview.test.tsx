import { createDataFrame, FieldType, type DataQueryRequest } from '@grafana/data';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { showEditor as show } from '../../../tests/setup/editor.tsx';
import { defaultQuery } from '../defaults.ts';
import type { GenAIQuery } from '../types.ts';
import { messages } from './messages.ts';

const saved: GenAIQuery = {
  ...defaultQuery(),
  refId: 'A',
  measures: [{ id: 'error_rate' }],
  baseline: { offset: 86_400 },
} as GenAIQuery;

/** Answers as the backend does for a rule: one row an instance, with its labels as columns of text. */
const answer = (refId: string, name: string, values: Array<number | null>) =>
  createDataFrame({
    refId,
    meta: { custom: { window: { from: 0, to: 3_600_000 } } },
    fields: [
      { name: 'feature', type: FieldType.string, values: ['chat', 'search'].slice(0, values.length) },
      { name, type: FieldType.number, values },
    ],
  });

async function evaluated(response: object) {
  const { ask } = show(saved, { answer: () => response });
  await userEvent.click(screen.getByText(messages.asRule));
  await userEvent.click(screen.getByRole('button', { name: messages.evaluateAsRule }));
  return ask;
}

describe('what a rule would see', () => {
  it('is its instances, with the number of rows behind each', async () => {
    const ask = await evaluated({
      data: [answer('value', 'error_rate', [0.25, null]), answer('samples', 'requests', [400, 3])],
    });
    expect(await screen.findByRole('row', { name: 'chat 0.25 400' })).toBeInTheDocument();
    expect(screen.getByRole('row', { name: `search ${messages.ruleNull} 3` })).toBeInTheDocument();
    expect(screen.getByText(/Window used/)).toBeInTheDocument();
    const { targets } = ask.mock.lastCall?.[0] as DataQueryRequest<GenAIQuery>;
    expect(targets).toMatchObject([
      { refId: 'value', evaluate: 'rule', measures: [{ id: 'error_rate' }] },
      { refId: 'samples', evaluate: 'rule', measures: [{ id: 'requests' }] },
    ]);
    expect(targets[1]).not.toHaveProperty('baseline');
  });

  it('is the last value of each series', async () => {
    const series = (refId: string, values: Array<number | null>) =>
      createDataFrame({
        refId,
        fields: [
          { name: 'time', type: FieldType.time, values: [1, 2, 3] },
          { name: 'value', type: FieldType.number, labels: { feature: 'chat' }, values },
        ],
      });
    await evaluated({ data: [series('value', [1, 0.5, null]), series('samples', [7, 8, 9])] });
    expect(await screen.findByRole('row', { name: 'chat 0.5 9' })).toBeInTheDocument();
  });

  it('is no data where there are no instances', async () => {
    await evaluated({ data: [] });
    expect(await screen.findByText(messages.ruleNoData)).toBeInTheDocument();
  });

  it('is the error that it would have', async () => {
    await evaluated({ data: [], errors: [{ refId: 'value', message: 'needs a single number' }] });
    expect(await screen.findByText('needs a single number')).toBeInTheDocument();
  });
});
