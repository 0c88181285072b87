import type { BadgeColor } from '@grafana/ui';

export const severityColors: Record<string, BadgeColor> = { critical: 'red', warning: 'orange', info: 'blue' };
