import { AppPlugin, type AppRootProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import React, { lazy, Suspense } from 'react';

const App = lazy(() => import('./app/App.tsx'));

function Root(_: AppRootProps) {
  return (
    <Suspense fallback={<LoadingPlaceholder text="" />}>
      <App />
    </Suspense>
  );
}

export const plugin = new AppPlugin().setRootPage(Root);
