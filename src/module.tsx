import { AppPlugin } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import React, { lazy, Suspense, type ComponentType } from 'react';

import { commands } from './app/extensions/commands.ts';
import { instanceLinks } from './app/extensions/links.ts';
import { usePath } from './app/usePath.ts';

/** The pages below `/a/<plugin>/`; one that ends in `/<rest>` is about one thing, such as a rule. */
const pages: Record<string, ComponentType<{ uid: string }>> = {
  '': lazy(() => import('./app/home/HomePage.tsx')),
  budgets: lazy(() => import('./app/budgets/BudgetsPage.tsx')),
  prices: lazy(() => import('./app/prices/PricesPage.tsx')),
  prompts: lazy(() => import('./app/prompts/PromptsPage.tsx')),
  setup: lazy(() => import('./app/setup/SetupPage.tsx')),
  alerts: lazy(() => import('./app/alerts/AlertsPages.tsx')),
};

const place = /\/a\/[^/]+(?:\/([^/]*))?(?:\/([^/]*))?\/?$/;

function Root() {
  const [, name = '', rest = ''] = place.exec(usePath()) ?? [];
  const Page = pages[name] ?? pages[''];
  return (
    <Suspense fallback={<LoadingPlaceholder text="" />}>{Page && <Page uid={decodeURIComponent(rest)} />}</Suspense>
  );
}

export const plugin = new AppPlugin().setRootPage(Root);
instanceLinks.forEach((link) => plugin.addLink(link));
commands.forEach((link) => plugin.addLink(link));
