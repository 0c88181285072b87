import type { DataSourceInstanceSettings } from '@grafana/data';

/** What each step after the first gets. */
export interface StepProps {
  dataSource: DataSourceInstanceSettings;
  /** When the page was opened, in epoch milliseconds. */
  now: number;
}

const day = 86_400_000;

export const lastDay = (now: number) => ({ from: now - day, to: now });
