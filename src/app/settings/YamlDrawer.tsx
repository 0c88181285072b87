import { Drawer, Stack } from '@grafana/ui';
import React from 'react';

import { Code } from '../parts/Code.tsx';
import { messages } from './messages.ts';
import type { Changes } from './source.ts';
import type { Way } from './useSettings.ts';
import { settingsYaml } from './yaml.ts';

interface Props {
  title: string;
  changes: Changes;
  way: Way;
  onClose: () => void;
}

/** Shows settings that cannot be saved here as they stand in the provisioning file. */
export function YamlDrawer({ title, changes, way, onClose }: Props) {
  return (
    <Drawer title={title} size="md" onClose={onClose}>
      <Stack direction="column" gap={2}>
        <p>{way === 'file' ? messages.provisionedText : messages.mayNotText}</p>
        <Code label={messages.yaml} text={settingsYaml(changes)} />
      </Stack>
    </Drawer>
  );
}
