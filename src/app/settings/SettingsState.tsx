import { Alert, Button, Stack } from '@grafana/ui';
import React from 'react';

import { messages } from './messages.ts';
import type { Settings } from './useSettings.ts';

interface Props {
  settings: Settings;
  /** Called once a change that was overtaken is saved after all, or given up. */
  onSettled?: () => void;
}

/** Says what became of a save, and what to do about settings that somebody else saved meanwhile. */
export function SettingsState({ settings: { outcome, saving, saveAnyway, dismiss }, onSettled }: Props) {
  if (outcome === undefined) {
    return null;
  }
  if ('saved' in outcome) {
    return <Alert severity="success" title={messages.saved} onRemove={dismiss} bottomSpacing={0} />;
  }
  return (
    <Alert severity="error" title={messages.notSaved} bottomSpacing={0}>
      <Stack direction="column" gap={1}>
        <div>{outcome.failure}</div>
        {outcome.overtaken && (
          <Stack gap={1} wrap="wrap">
            <Button
              size="sm"
              disabled={saving}
              onClick={async () => {
                if (await saveAnyway()) {
                  onSettled?.();
                }
              }}
            >
              {messages.saveAnyway}
            </Button>
            <Button
              size="sm"
              variant="secondary"
              disabled={saving}
              onClick={() => {
                dismiss();
                onSettled?.();
              }}
            >
              {messages.takeTheirs}
            </Button>
          </Stack>
        )}
      </Stack>
    </Alert>
  );
}
