import { applyFieldOverrides, type DataFrame } from '@grafana/data';
import { ConfigSection } from '@grafana/plugin-ui';
import { Alert, Button, Stack, Table, Text, useTheme2 } from '@grafana/ui';
import React, { useState } from 'react';

import { reasonOf } from '../../components/reason.ts';
import { messages } from './messages.ts';
import type { Props } from './props.ts';
import { takeSample, type Sample } from './sample.ts';

const width = 900;
const rowHeight = 36;

/** Shows what the saved data source reads: the layout and instrumentations that it found, and the latest calls. */
export function SampleSection({ options }: Pick<Props, 'options'>) {
  const [state, setState] = useState<{ busy?: true; sample?: Sample; failed?: string }>({});
  const look = () => {
    setState({ busy: true });
    takeSample(options, messages.facts)
      .then((sample) => setState({ sample }))
      .catch((reason: unknown) => setState({ failed: reasonOf(reason) }));
  };
  const { busy, sample, failed } = state;
  return (
    <ConfigSection
      title={messages.sample}
      description={messages.sampleDescription}
      isCollapsible
      isInitiallyOpen={false}
    >
      <Stack direction="column" alignItems="start" gap={2}>
        <Button
          variant="secondary"
          icon={busy ? 'fa fa-spinner' : 'search'}
          disabled={busy || !options.uid}
          onClick={look}
        >
          {messages.look}
        </Button>
        {failed !== undefined && (
          <Alert severity="error" title={messages.notLooked}>
            {failed}
          </Alert>
        )}
        {sample && <Found sample={sample} />}
      </Stack>
    </ConfigSection>
  );
}

function Found({ sample: { message, facts, frame } }: { sample: Sample }) {
  return (
    <>
      <Text element="p">{message}</Text>
      <dl>
        {facts.map(({ name, value }) => (
          <Stack key={name} direction="row" gap={1}>
            <dt>{name}:</dt>
            <dd>{value}</dd>
          </Stack>
        ))}
      </dl>
      {frame && frame.length > 0 && <Calls frame={frame} />}
    </>
  );
}

function Calls({ frame }: { frame: DataFrame }) {
  const theme = useTheme2();
  const [shown] = applyFieldOverrides({
    data: [frame],
    fieldConfig: { defaults: {}, overrides: [] },
    theme,
    replaceVariables: (text) => text,
  });
  return shown ? (
    <Table data={shown} width={width} height={(frame.length + 1.5) * rowHeight} ariaLabel={messages.sample} />
  ) : null;
}
