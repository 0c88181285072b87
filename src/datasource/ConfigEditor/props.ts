import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';

import type { SecureSettings, Settings } from '../types.ts';

export type Props = DataSourcePluginOptionsEditorProps<Settings, SecureSettings>;

/** Returns a group of settings without those that are undefined; undefined if none is left, so that the defaults apply. */
export function given<Group extends object>(
  group: Group
): { [Key in keyof Group]-?: NonNullable<Group[Key]> } | undefined {
  const left = Object.entries(group).filter(([, value]) => value !== undefined);
  return left.length > 0
    ? (Object.fromEntries(left) as { [Key in keyof Group]-?: NonNullable<Group[Key]> })
    : undefined;
}

/** Replaces settings in the options; `undefined` removes a setting, so that its default applies. */
export function withSettings(
  options: Props['options'],
  changes: { [Key in keyof Settings]?: Settings[Key] | undefined }
): Props['options'] {
  const merged = Object.entries({ ...options.jsonData, ...changes }).filter(([, value]) => value !== undefined);
  return { ...options, jsonData: Object.fromEntries(merged) as Settings };
}
