import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';

import type { SecureSettings, Settings } from '../types.ts';

export type Props = DataSourcePluginOptionsEditorProps<Settings, SecureSettings>;

/** Replaces settings in the options; `undefined` removes a setting, so that its default applies. */
export function withSettings(
  options: Props['options'],
  changes: { [Key in keyof Settings]?: Settings[Key] | undefined }
): Props['options'] {
  const merged = Object.entries({ ...options.jsonData, ...changes }).filter(([, value]) => value !== undefined);
  return { ...options, jsonData: Object.fromEntries(merged) as Settings };
}
