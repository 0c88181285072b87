import { MILLISECOND, MINUTE } from './clock.ts';
import { FEATURES, STAGING_SHARE, TIERS, USERS, type Feature, type FeatureId } from './company.ts';
import { scoreLater } from './evaluations.ts';
import { feedback } from './feedback.ts';
import { FLOWS } from './flows.ts';
import { guard } from './guardrails.ts';
import { httpServer } from './ordinary.ts';
import { random, type Random } from './random.ts';
import { conditions, promptVersion } from './story.ts';
import { addSpan, resource, type Sink } from './trace.ts';
import type { Request } from './work.ts';

/** The approximate length of conversations, in minutes. */
const CONVERSATION = 30;

/** The tier of every user, by number; it does not depend on the seed. */
const TIER_OF = Array.from({ length: USERS + 1 }, (_, user) => random(user).weighted(TIERS));

/** Writes the spans and the scores of one user request to a feature; it begins at `start`, ns relative to T0. */
export function request(sink: Sink, stream: Random, id: FeatureId, start: number): void {
  const feature: Feature = FEATURES[id];
  const minute = Math.floor(start / MINUTE);
  const user = stream.int(1, USERS);
  const tags = {
    'app.feature': id,
    'app.user_tier': TIER_OF[user]!,
    'app.team': feature.team,
    'user.id': `u-${String(user).padStart(4, '0')}`,
  };
  const environment = stream.chance(STAGING_SHARE) ? 'staging' : 'production';
  const work: Request = {
    trace: { id: stream.hex(32), service: feature.service, resource: resource(feature.service, environment), sink },
    random: stream,
    minute,
    cursor: start + stream.int(1, 5) * MILLISECOND,
    conditions: conditions(minute, { feature: id }),
    id,
    feature,
    model: stream.weighted(feature.models),
    conversation: `${id}-${user}-${Math.floor(minute / CONVERSATION) + 1000}`,
    tags,
    chatTags: {
      ...tags,
      'gen_ai.prompt.name': feature.prompt,
      'gen_ai.prompt.version': promptVersion(feature.prompt, minute),
    },
    root: stream.hex(16),
  };
  const answer = FLOWS[feature.flow](work);
  if (answer) {
    guard(work, answer);
  }
  const end = work.cursor + stream.int(1, 4) * MILLISECOND;
  addSpan(work.trace, httpServer(feature.route, { id: work.root, start, end }, answer === null));
  if (answer) {
    scoreLater(work, answer);
    feedback(work, answer);
  }
}
