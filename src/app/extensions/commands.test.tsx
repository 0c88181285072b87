import { beforeEach, describe, expect, it, vi } from 'vitest';

import { administrator, permit, viewer } from '../../../tests/setup/grafana.tsx';
import plugin from '../../plugin.json';
import { commands } from './commands.ts';

vi.mock('@grafana/runtime', async (original) => ({
  ...(await original<object>()),
  ...(await import('../../../tests/setup/grafana.tsx')).runtime,
}));

const shown = () => commands.filter(({ configure }) => configure?.(undefined)).map(({ path }) => path?.split('/')[3]);

describe('commands', () => {
  beforeEach(() => permit(...administrator));

  it('lead to pages of the app', () => {
    expect(shown()).toEqual(['budgets?new=1', 'prices', 'prompts', 'setup']);
  });

  it('that need more rights are not shown to a viewer', () => {
    permit(...viewer);
    expect(shown()).toEqual(['prices', 'prompts']);
  });

  it('are listed in plugin.json, without which Grafana ignores them', () => {
    const listed = plugin.extensions.addedLinks.map(({ targets: [target], title, description }) => [
      target,
      title,
      description,
    ]);
    for (const { targets, title, description } of commands) {
      expect(listed).toContainEqual([targets, title, description]);
    }
  });
});
