import { DataSourcePlugin } from '@grafana/data';

import { ConfigEditor } from './ConfigEditor/ConfigEditor.tsx';
import { GenAIDataSource } from './datasource.ts';
import { QueryEditor } from './QueryEditor/QueryEditor.tsx';
import type { GenAIQuery, SecureSettings, Settings } from './types.ts';

export const plugin = new DataSourcePlugin<GenAIDataSource, GenAIQuery, Settings, SecureSettings>(GenAIDataSource)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor);
