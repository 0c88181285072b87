import { Stack, Text } from '@grafana/ui';
import React, { type ReactNode } from 'react';

interface Props {
  title: string;
  /** Buttons and links beside the title. */
  actions?: ReactNode;
  children: ReactNode;
}

export function Section({ title, actions, children }: Props) {
  return (
    <section aria-label={title}>
      <Stack direction="column" gap={1}>
        <Stack justifyContent="space-between" alignItems="center" wrap="wrap" gap={1}>
          <Text element="h2" variant="h4">
            {title}
          </Text>
          {actions}
        </Stack>
        {children}
      </Stack>
    </section>
  );
}
