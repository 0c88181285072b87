import type { DataSourceInstanceSettings } from '@grafana/data';
import { Alert, Button, Card, LinkButton, Stack } from '@grafana/ui';
import React from 'react';

import { checkHealth } from '../home/api.ts';
import { editDataSource } from '../links.ts';
import { Answer } from '../parts/Answer.tsx';
import { Panel } from '../parts/Panel.tsx';
import { useAsked } from '../parts/useAsked.ts';
import { may } from '../permissions.ts';
import { CreateForm } from './CreateForm.tsx';
import { messages } from './messages.ts';

interface Props {
  dataSources: DataSourceInstanceSettings[];
  chosen: DataSourceInstanceSettings | undefined;
  onChoose: (uid: string) => void;
}

/** Chooses a data source or creates one, and checks it. */
export function ConnectStep({ dataSources, chosen, onChoose }: Props) {
  return (
    <>
      <p>{messages.connectText}</p>
      {chosen && <Checked key={chosen.uid} uid={chosen.uid} />}
      {dataSources.length > 0 && (
        <Panel title={messages.existing}>
          {dataSources.map(({ uid, name }) => (
            <Card key={uid} noMargin>
              <Card.Heading>{name}</Card.Heading>
              <Card.Actions>
                <Button
                  size="sm"
                  disabled={uid === chosen?.uid}
                  aria-label={messages.chooseLabel(name)}
                  onClick={() => onChoose(uid)}
                >
                  {uid === chosen?.uid ? messages.chosen : messages.choose}
                </Button>
                {may('datasources:write') ? (
                  <LinkButton
                    size="sm"
                    variant="secondary"
                    href={editDataSource(uid)}
                    aria-label={messages.settingsLabel(name)}
                  >
                    {messages.settings}
                  </LinkButton>
                ) : null}
              </Card.Actions>
            </Card>
          ))}
        </Panel>
      )}
      <Panel title={messages.create}>
        {may('datasources:create') ? (
          <CreateForm taken={dataSources.map(({ name }) => name)} onCreated={onChoose} />
        ) : (
          <p>{messages.mayNotCreate}</p>
        )}
      </Panel>
    </>
  );
}

/** Says whether the data source works, and if not, why. */
function Checked({ uid }: { uid: string }) {
  const asked = useAsked(uid, () => checkHealth(uid));
  return (
    <Answer asked={asked} what={messages.check}>
      {({ ok, message }) => (
        <Alert severity={ok ? 'success' : 'error'} title={ok ? messages.works : messages.worksNot} bottomSpacing={0}>
          <Stack direction="column" gap={1}>
            <div>{message}</div>
            {!ok && (
              <Stack gap={1}>
                <Button size="sm" variant="secondary" icon="sync" disabled={asked.loading} onClick={asked.again}>
                  {messages.checkAgain}
                </Button>
                <LinkButton size="sm" variant="secondary" href={editDataSource(uid)}>
                  {messages.moreSettings}
                </LinkButton>
              </Stack>
            )}
          </Stack>
        </Alert>
      )}
    </Answer>
  );
}
