import { PanelBuilder, type Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';

import type { PanelSpec } from './panel.ts';

/** Lists the alerts of the shipped rules that fire or cannot be told, by the folder that they are in. */
export const alerts = (spec: Omit<PanelSpec, 'query'>): Builder<Panel> =>
  new PanelBuilder()
    .type('alertlist')
    .id(spec.id)
    .title(spec.title)
    .description(spec.description)
    .span(spec.width)
    .height(spec.height)
    .options({
      ...{ viewMode: 'list', groupMode: 'default', groupBy: [], maxItems: 20, sortOrder: 3 },
      ...{ dashboardAlerts: false, alertName: '', datasource: '-- Grafana --' },
      alertInstanceLabelFilter: '{grafana_folder="GenAI Observability"}',
      stateFilter: { firing: true, pending: true, error: true, noData: false, normal: false, recovering: true },
    });
