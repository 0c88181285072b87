import { Auth, ConnectionSettings, convertLegacyAuthProps, SecureSocksProxyToggle } from '@grafana/plugin-ui';
import { config } from '@grafana/runtime';
import { Divider, Text } from '@grafana/ui';
import React from 'react';

import { AlertingSection } from './AlertingSection.tsx';
import { BudgetsSection } from './BudgetsSection.tsx';
import { ContentSection } from './ContentSection.tsx';
import { CredentialFields } from './CredentialFields.tsx';
import { LimitsSection } from './LimitsSection.tsx';
import { LinksSection } from './LinksSection.tsx';
import { messages } from './messages.ts';
import { PricesSection } from './PricesSection.tsx';
import type { Props } from './props.ts';
import { ProvisioningSection } from './ProvisioningSection.tsx';
import { SampleSection } from './SampleSection.tsx';
import { useSaved } from './saved.ts';
import { TablesSection } from './TablesSection.tsx';
import { TagsSection } from './TagsSection.tsx';

const method = 'custom-clickhouse-user';

export function ConfigEditor({ options, onOptionsChange }: Props) {
  const auth = convertLegacyAuthProps({ config: options, onChange: onOptionsChange });
  const saved = useSaved(options);
  return (
    <>
      <Text element="p">{messages.about}</Text>
      <Divider spacing={4} />
      <ConnectionSettings
        config={options}
        onChange={onOptionsChange}
        urlLabel={messages.url}
        urlPlaceholder={messages.urlPlaceholder}
        urlTooltip={messages.urlTooltip}
      />
      <Divider spacing={4} />
      <Auth
        {...auth}
        selectedMethod={method}
        visibleMethods={[method]}
        customMethods={[
          {
            id: method,
            label: messages.credentials,
            description: messages.credentialsDescription,
            component: <CredentialFields options={options} onOptionsChange={onOptionsChange} />,
          },
        ]}
        onAuthMethodSelect={() => undefined}
      />
      <Divider spacing={4} />
      <TablesSection options={options} onOptionsChange={onOptionsChange} saved={saved} />
      <Divider spacing={4} />
      <PricesSection options={options} onOptionsChange={onOptionsChange} />
      <Divider spacing={4} />
      <BudgetsSection options={options} onOptionsChange={onOptionsChange} />
      <Divider spacing={4} />
      <TagsSection options={options} onOptionsChange={onOptionsChange} saved={saved} />
      <Divider spacing={4} />
      <AlertingSection options={options} onOptionsChange={onOptionsChange} />
      <Divider spacing={4} />
      <ContentSection options={options} onOptionsChange={onOptionsChange} saved={saved} />
      <Divider spacing={4} />
      <LinksSection options={options} onOptionsChange={onOptionsChange} />
      <Divider spacing={4} />
      <LimitsSection options={options} onOptionsChange={onOptionsChange} />
      <Divider spacing={4} />
      <SampleSection options={options} />
      <Divider spacing={4} />
      <ProvisioningSection options={options} />
      {config.secureSocksDSProxyEnabled && (
        <>
          <Divider spacing={4} />
          <SecureSocksProxyToggle labelWidth={28} dataSourceConfig={options} onChange={onOptionsChange} />
        </>
      )}
    </>
  );
}
