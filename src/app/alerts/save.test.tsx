import { describe, expect, it } from 'vitest';

import { alertRules, ruleGroups } from '../../engine/alerts/index.ts';
import type { AlertRule } from '../../engine/alerts/rule.ts';
import { messages } from './messages.ts';
import type { RulerRule } from './ruler.ts';
import { refuseLosing, rulerRule, withRule } from './save.ts';
import { entriesOf, freeUid, isOf } from './standing.ts';

const rule = alertRules[0] as AlertRule;
const other = rulerRule(alertRules[1] as AlertRule, 'traces');

describe('rulerRule', () => {
  it('says the two numbers without which Grafana refuses a new rule that has a uid', () => {
    expect(rulerRule(rule, 'traces')).toMatchObject({
      keep_firing_for: '0s',
      grafana_alert: { uid: rule.uid, missing_series_evals_to_resolve: 2, is_paused: false },
    });
  });

  it('keeps what Grafana has and the page does not show', () => {
    const kept = rulerRule(rule, 'traces');
    kept.keep_firing_for = '5m';
    Object.assign(kept.grafana_alert, { is_paused: true, notification_settings: { receiver: 'team' } });
    const made = rulerRule({ ...rule, pending: 60 }, 'other', kept);
    expect(made).toMatchObject({
      for: '1m',
      keep_firing_for: '5m',
      grafana_alert: { is_paused: true, notification_settings: { receiver: 'team' } },
    });
    expect(made.grafana_alert.data[0]?.datasourceUid).toBe('other');
  });
});

describe('withRule', () => {
  const group = { name: 'own', interval: '1m', rules: [other] };

  it('keeps the other rules of the group', () => {
    const made = rulerRule(rule, 'traces');
    expect(withRule(group, made)).toEqual({ ...group, rules: [other, made] });
    expect(withRule({ ...group, rules: [made, other] }, { ...made, for: '1h' }).rules).toEqual([
      { ...made, for: '1h' },
      other,
    ]);
  });

  it('leaves a group alone that has provisioned rules', () => {
    const locked = { ...other, grafana_alert: { ...other.grafana_alert, provenance: 'file' } };
    expect(() => withRule({ ...group, rules: [locked] }, rulerRule(rule, 'traces'))).toThrow(
      messages.groupLocked('own')
    );
  });
});

describe('what another editor saved meanwhile', () => {
  const read = rulerRule(rule, 'traces');
  const changed = (more: Partial<RulerRule>, alert: Partial<RulerRule['grafana_alert']> = {}): RulerRule => ({
    ...read,
    ...more,
    grafana_alert: { ...read.grafana_alert, ...alert },
  });
  const [query, ...others] = read.grafana_alert.data;

  it.each<[string, RulerRule]>([
    [messages.differs.title, changed({}, { title: 'Mine' })],
    [messages.differs.condition, changed({}, { condition: 'A' })],
    [messages.differs.pending, changed({ for: '77m' })],
    [messages.differs.keepFiring, changed({ keep_firing_for: '77m' })],
    [messages.differs.paused, changed({}, { is_paused: true })],
    [messages.differs.label('team'), changed({ labels: { ...read.labels, team: 'x' } })],
    [messages.differs.annotation('summary'), changed({ annotations: { ...read.annotations, summary: 'x' } })],
    [
      messages.differs.query(query?.refId ?? '', 'groupBy'),
      changed(
        {},
        { data: [{ ...(query ?? others[0]), model: { ...query?.model, groupBy: ['team'] } } as never, ...others] }
      ),
    ],
  ])('is not overwritten: %s', (what, now) => {
    expect(() => refuseLosing(read, now)).toThrow(new RegExp(`changed in Grafana.*${what}`));
  });

  it('is not overwritten where only its version tells', () => {
    expect(() => refuseLosing(changed({}, { version: 3 }), changed({}, { version: 4 }))).toThrow(/changed in Grafana/);
    expect(() => refuseLosing(changed({}, { version: 3 }), changed({}, { version: 3 }))).not.toThrow();
  });

  it('is not lost where the rule was made or deleted', () => {
    expect(() => refuseLosing(undefined, read)).toThrow(messages.madeMeanwhile);
    expect(() => refuseLosing(read, undefined)).toThrow(messages.goneMeanwhile);
    expect(() => refuseLosing(undefined, undefined)).not.toThrow();
    expect(() => refuseLosing(read, rulerRule(rule, 'traces'))).not.toThrow();
  });
});

describe('standings', () => {
  const placed = (uid: string, provenance = '') => ({
    folder: 'AI',
    rule: {
      ...rulerRule({ ...rule, uid }, 'traces'),
      grafana_alert: { ...rulerRule({ ...rule, uid }, 'traces').grafana_alert, provenance },
    },
  });

  it('knows a rule and its copies', () => {
    const entries = entriesOf([placed(`${rule.uid}-2`), placed(rule.uid, 'file'), placed('genai-own')], new Map());
    const entry = entries.find((one) => one.rule.uid === rule.uid);
    expect(entry?.standings.map(({ uid, origin, fit }) => [uid, origin, fit])).toEqual([
      [rule.uid, 'file', 'shipped'],
      [`${rule.uid}-2`, 'grafana', 'shipped'],
    ]);
    expect(entries).toHaveLength(ruleGroups.flatMap(({ rules }) => rules).length);
    expect(freeUid(rule, entry?.standings ?? [])).toBe(`${rule.uid}-3`);
    expect(freeUid(rule, [])).toBe(rule.uid);
  });

  it('takes no rule of the catalogue for a copy of another', () => {
    const taken = alertRules.map((one) => alertRules.filter((all) => isOf(one, `${all.uid}-2`) || isOf(one, all.uid)));
    expect(taken.every((rules) => rules.length === 1)).toBe(true);
  });
});
