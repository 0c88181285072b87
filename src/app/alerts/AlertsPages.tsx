import React from 'react';

import { RulePage } from './RulePage.tsx';
import { RulesPage } from './RulesPage.tsx';

interface Props {
  /** What follows the page's own path: the uid of a rule, or nothing. */
  uid: string;
}

export default function AlertsPages({ uid }: Props) {
  return uid === '' ? <RulesPage /> : <RulePage key={uid} uid={uid} />;
}
