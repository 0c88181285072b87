import React from 'react';

import { RulePage } from './RulePage.tsx';
import { RulesPage } from './RulesPage.tsx';

interface Props {
  /** The part after the page's own path: a rule's uid, or nothing. */
  uid: string;
}

export default function AlertsPages({ uid }: Props) {
  return uid === '' ? <RulesPage /> : <RulePage key={uid} uid={uid} />;
}
