import { MILLISECOND } from './clock.ts';
import type { FeatureId } from './company.ts';
import { chanceOf } from './feedback.ts';
import { addSpan } from './trace.ts';
import type { Answer, Request } from './work.ts';

/** Features whose answers are checked before they are shown, by which guardrail, and how often it denies them. */
const CHECKED: Partial<Record<FeatureId, readonly [guardrail: string, denies: number]>> = {
  'support-chat': ['pii', 0.008],
  'listing-writer': ['brand-safety', 0.02],
};

/** Checks an answer, right after it. Moves the cursor to the end of the check. */
export function guard(request: Request, answer: Answer): void {
  const checked = CHECKED[request.id];
  if (!checked) {
    return;
  }
  const [name, denies] = checked;
  const start = request.cursor;
  const end = start + Math.round((6 + 20 * chanceOf(answer, 4)) * MILLISECOND);
  addSpan(request.trace, {
    id: Math.floor(chanceOf(answer, 5) * 2 ** 32)
      .toString(16)
      .padStart(8, '0')
      .padEnd(16, answer.spanId.slice(0, 8)),
    parent: request.root,
    name: `apply_guardrail ${name}`,
    kind: 'Internal',
    scope: ['halden.guardrails', '0.9.0'],
    start,
    end,
    attributes: {
      'gen_ai.operation.name': 'apply_guardrail',
      'gen_ai.guardrail.component.name': name,
      'gen_ai.guardrail.result.value': chanceOf(answer, 6) < denies ? 'deny' : 'allow',
      'gen_ai.conversation.id': request.conversation,
      ...request.tags,
    },
  });
  request.cursor = end;
}
