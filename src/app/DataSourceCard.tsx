import { Button, Card, LinkButton } from '@grafana/ui';
import React, { useState } from 'react';

import { checkHealth, type Health } from './api.ts';
import { HealthResult } from './HealthResult.tsx';
import { editDataSource, explore } from './links.ts';
import { messages } from './messages.ts';
import { may } from './permissions.ts';

interface Props {
  uid: string;
  name: string;
  logo: string;
}

export function DataSourceCard({ uid, name, logo }: Props) {
  const [health, setHealth] = useState<Health>();
  const [checking, setChecking] = useState(false);

  const check = async () => {
    setChecking(true);
    setHealth(await checkHealth(uid));
    setChecking(false);
  };

  return (
    <div>
      <Card noMargin>
        <Card.Heading>{name}</Card.Heading>
        <Card.Figure>
          <img src={logo} alt="" width={40} height={40} />
        </Card.Figure>
        <Card.Actions>
          <Button
            variant="secondary"
            size="sm"
            icon={checking ? 'spinner' : 'heart-rate'}
            disabled={checking}
            aria-label={messages.checkLabel(name)}
            onClick={check}
          >
            {messages.check}
          </Button>
          {may('datasources:explore') ? (
            <LinkButton variant="secondary" size="sm" icon="compass" href={explore(uid)}>
              {messages.explore}
            </LinkButton>
          ) : null}
          {may('datasources:write') ? (
            <LinkButton variant="secondary" size="sm" icon="cog" href={editDataSource(uid)}>
              {messages.settings}
            </LinkButton>
          ) : null}
        </Card.Actions>
      </Card>
      {health && <HealthResult health={health} />}
    </div>
  );
}
