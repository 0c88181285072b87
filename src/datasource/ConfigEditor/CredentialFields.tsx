import { InlineField, Input, SecretInput } from '@grafana/ui';
import React from 'react';

import { messages } from './messages.ts';
import { withSettings, type Props } from './props.ts';

export function CredentialFields({ options, onOptionsChange }: Props) {
  const setPassword = (password: string, configured: boolean) =>
    onOptionsChange({
      ...options,
      secureJsonData: { ...options.secureJsonData, password },
      secureJsonFields: { ...options.secureJsonFields, password: configured },
    });
  const disabled = options.readOnly ?? false;

  return (
    <>
      <InlineField
        label={messages.user}
        labelWidth={24}
        tooltip={messages.userTooltip}
        htmlFor="clickhouse-user"
        grow
        disabled={disabled}
      >
        <Input
          id="clickhouse-user"
          placeholder="default"
          value={options.jsonData.username ?? ''}
          onChange={(event) =>
            onOptionsChange(withSettings(options, { username: event.currentTarget.value || undefined }))
          }
        />
      </InlineField>
      <InlineField
        label={messages.password}
        labelWidth={24}
        tooltip={messages.passwordTooltip}
        htmlFor="clickhouse-password"
        grow
        disabled={disabled}
      >
        <SecretInput
          id="clickhouse-password"
          isConfigured={options.secureJsonFields?.['password'] ?? false}
          value={options.secureJsonData?.password ?? ''}
          onReset={() => setPassword('', false)}
          onChange={(event) => setPassword(event.currentTarget.value, false)}
        />
      </InlineField>
    </>
  );
}
