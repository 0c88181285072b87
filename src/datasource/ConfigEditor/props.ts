import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';

import type { SecureSettings, Settings } from '../types.ts';

export type Props = DataSourcePluginOptionsEditorProps<Settings, SecureSettings>;

/** Options with some settings replaced; `undefined` removes a setting, so that its default counts. */
export function withSettings(
  options: Props['options'],
  changes: { [Key in keyof Settings]?: Settings[Key] | undefined }
): Props['options'] {
  const merged = Object.entries({ ...options.jsonData, ...changes }).filter(([, value]) => value !== undefined);
  return { ...options, jsonData: Object.fromEntries(merged) as Settings };
}
