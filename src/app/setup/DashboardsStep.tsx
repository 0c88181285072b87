import React from 'react';

import { DashboardList } from '../home/Dashboards.tsx';
import { messages } from './messages.ts';
import type { StepProps } from './stepProps.ts';

/** Leads to the dashboards with the data source chosen. */
export function DashboardsStep({ dataSource: { uid } }: StepProps) {
  return (
    <>
      <p>{messages.dashboardsText}</p>
      <DashboardList datasourceUid={uid} />
    </>
  );
}
