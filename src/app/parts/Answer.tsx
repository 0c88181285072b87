import { Alert, Button, LoadingPlaceholder } from '@grafana/ui';
import React, { type ReactNode } from 'react';

import { messages } from './messages.ts';
import type { Asked } from './useAsked.ts';

interface Props<Value> {
  asked: Asked<Value>;
  /** What is being asked, for the message of a failure: "The models". */
  what: string;
  children: (value: Value) => ReactNode;
}

/** Shows an answer as it arrives: loading, the reason of a failure with a way to ask again, or the answer. */
export function Answer<Value>({ asked: { value, failure, again }, what, children }: Props<Value>) {
  if (failure !== undefined) {
    return (
      <Alert severity="warning" title={messages.notRead(what)} bottomSpacing={0}>
        <div>{failure}</div>
        <Button size="sm" variant="secondary" icon="sync" onClick={again} aria-label={messages.againLabel(what)}>
          {messages.again}
        </Button>
      </Alert>
    );
  }
  return value === undefined ? <LoadingPlaceholder text={messages.loading(what)} /> : <>{children(value)}</>;
}
