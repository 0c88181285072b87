import { AppPlugin } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import React, { lazy, Suspense } from 'react';

import { instanceLinks } from './app/extensions/links.ts';
import { usePath } from './app/usePath.ts';

const App = lazy(() => import('./app/App.tsx'));
const AlertsPages = lazy(() => import('./app/alerts/AlertsPages.tsx'));

/** Matches the end of `/a/<plugin>/alerts/<uid>`, where the uid is optional. */
const ofAlerts = /\/alerts(?:\/([^/]*))?\/?$/;

function Root() {
  const alerts = ofAlerts.exec(usePath());
  return (
    <Suspense fallback={<LoadingPlaceholder text="" />}>
      {alerts ? <AlertsPages uid={decodeURIComponent(alerts[1] ?? '')} /> : <App />}
    </Suspense>
  );
}

export const plugin = new AppPlugin().setRootPage(Root);
instanceLinks.forEach((link) => plugin.addLink(link));
