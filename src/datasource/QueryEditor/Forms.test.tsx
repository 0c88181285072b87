import { CoreApp } from '@grafana/data';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { choose, showEditor } from '../../../tests/setup/editor.tsx';
import { parseQuery } from '../../engine/query/parse.ts';
import { defaultOf, defaultQuery } from '../defaults.ts';
import type { GenAIQuery } from '../types.ts';
import { forms, type FormKind } from './forms.ts';
import { messages } from './messages.ts';

const fresh = (kind: FormKind, changes: object = {}) => ({ ...defaultOf(kind), refId: 'A', ...changes }) as GenAIQuery;
const kinds = Object.keys(forms) as FormKind[];
const label = (name: string) => new RegExp(`^${messages.fields[name]?.label.replace(/[()]/g, '.')}`);

const fill = async (name: string, typed: string) => {
  await userEvent.type(screen.getByLabelText(label(name)), `${typed}{Enter}`);
};

describe('a form', () => {
  it.each(kinds)('of %s has a label for every field', (kind) => {
    showEditor(fresh(kind));
    for (const { name, text = name } of forms[kind]) {
      expect(screen.getByLabelText(label(text), { selector: 'input:not([type=radio])' })).toBeInTheDocument();
    }
  });

  it('asks for a prompt and its versions, and sends nothing before', async () => {
    const { onChange, onRunQuery, ask } = showEditor(fresh('prompt_compare'), { values: ['answer', 'v1', 'v2'] });
    expect(screen.queryByText(messages.generatedSql)).not.toBeInTheDocument();
    await choose(label('prompt'), 'answer');
    await choose(label('a'), 'v1');
    expect(ask.mock.lastCall?.[0].targets[0]).toMatchObject({
      dimension: 'prompt_version',
      filters: [{ dimension: 'prompt', operator: 'in', values: ['answer'] }],
    });
    expect(onRunQuery).not.toHaveBeenCalled();
    await choose(label('b'), 'v2');
    expect(onRunQuery).toHaveBeenCalledTimes(1);
    const query = fresh('prompt_compare', { prompt: 'answer', a: 'v1', b: 'v2' });
    expect(onChange).toHaveBeenLastCalledWith(query);
    expect(parseQuery(query)).toMatchObject({ kind: 'prompt_compare' });
    await userEvent.click(await screen.findByText(messages.generatedSql));
    expect(await screen.findByText(/SELECT[\s\S]*otel_traces/)).toBeInTheDocument();
  }, 40_000);

  it('leaves out what is empty', async () => {
    const { onChange } = showEditor(fresh('prompt_versions', { prompt: 'answer' }));
    await userEvent.click(screen.getByLabelText(label('deployments')));
    await fill('minimumRequests', '50');
    const all = fresh('prompt_versions', { prompt: 'answer', deployments: true, minimum: 50 });
    expect(onChange).toHaveBeenLastCalledWith(all);
    expect(parseQuery(all)).toMatchObject({ deployments: true, minimum: 50 });

    await userEvent.click(screen.getByLabelText(label('deployments')));
    await userEvent.clear(screen.getByLabelText(label('minimumRequests')));
    await userEvent.tab();
    expect(onChange).toHaveBeenLastCalledWith(fresh('prompt_versions', { prompt: 'answer' }));
  });

  it('takes the time of a template as it is typed', async () => {
    const { onChange } = showEditor(fresh('prompt_template', { prompt: 'answer' }));
    await fill('at', '1774785600000');
    const query = fresh('prompt_template', { prompt: 'answer', at: '1774785600000' });
    expect(onChange).toHaveBeenLastCalledWith(query);
    expect(parseQuery(query)).toMatchObject({ at: '1774785600000' });
  });

  it('asks how alike prompts are', async () => {
    const { onChange } = showEditor(fresh('semantic_cache'));
    await choose(label('groupBy'), /^Feature/);
    await fill('distance', '9');
    const query = fresh('semantic_cache', { groupBy: ['feature'], distance: 5 });
    expect(onChange).toHaveBeenLastCalledWith(query);
    expect(parseQuery(query)).toMatchObject({ distance: 5 });
  });
});

describe('the modes', () => {
  it('lead to every kind', async () => {
    const { onChange } = showEditor({ ...defaultQuery(), refId: 'A' });
    await userEvent.click(screen.getByRole('radio', { name: messages.modes.cache }));
    expect(onChange).toHaveBeenLastCalledWith(fresh('semantic_cache'));
    await userEvent.click(screen.getByRole('radio', { name: messages.modes.prompts }));
    expect(onChange).toHaveBeenLastCalledWith(fresh('prompt_versions'));
  });

  it('change between what is shown of a prompt', async () => {
    const filters = [{ dimension: 'feature', operator: 'in', values: ['chat'] }];
    const { onChange } = showEditor(fresh('prompt_versions', { prompt: 'answer', minimum: 5, filters }));
    await userEvent.click(screen.getByLabelText(new RegExp(`^${messages.show}`)));
    await userEvent.click(await screen.findByText(messages.kinds['prompt_compare'] ?? ''));
    expect(onChange).toHaveBeenLastCalledWith(fresh('prompt_compare', { prompt: 'answer', filters }));
  });

  it('of an alert rule are those that it can read', () => {
    showEditor({ ...defaultQuery(), refId: 'A' }, { app: CoreApp.UnifiedAlerting });
    const names = screen
      .getAllByRole('radio')
      .map((radio) => (radio as HTMLInputElement).labels?.[0]?.textContent?.trim());
    expect(names).toEqual([messages.modes.measure, messages.modes.budgets, messages.modes.sql]);
  });
});
