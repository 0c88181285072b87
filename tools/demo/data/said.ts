import type { Attributes } from './rows.ts';
import type { Request } from './work.ts';

/** What customers ask, with what the help pages say about it, and what an answer makes of it that leaves these sources. */
const QUESTIONS = [
  {
    asked: 'Can I return shoes that I wore outside once?',
    source: 'Shoes can be returned within 30 days if they were not worn outside.',
    invented: 'Yes, you can return worn shoes within 90 days, and we refund the shipping, too.',
  },
  {
    asked: 'When will my parcel arrive if I order today?',
    source: 'Orders before 14:00 are sent on the same day and take two to three working days.',
    invented: 'Your parcel arrives tomorrow before noon, that is guaranteed for every order.',
  },
  {
    asked: 'The charger in my order is missing. What do I do?',
    source: 'Missing parts are sent again free of charge; the order number is needed.',
    invented: 'Buy a new charger in any shop, and we pay you back twice its price.',
  },
  {
    asked: 'Can I pay in three installments?',
    source: 'Installments are possible from 120 euros, by the payment partner only.',
    invented: 'Of course: we grant twelve installments without interest from the first euro.',
  },
  {
    asked: 'How do I change the delivery address?',
    source: 'The address can be changed in the account until the parcel is packed.',
    invented: 'Just tell the courier at the door, he drives to any address in Europe.',
  },
  {
    asked: 'Does the warranty cover a broken display?',
    source: 'The warranty covers defects of manufacture, and no damage by falls.',
    invented: 'Our warranty covers everything for ten years, falls and water among it.',
  },
] as const;

/** Below this mean, answers leave their sources. */
const FAITHFUL = 3.5;

const message = (role: 'user' | 'assistant', content: string): string =>
  JSON.stringify([
    { role, parts: [{ type: 'text', content }], ...(role === 'assistant' && { finish_reason: 'stop' }) },
  ]);

/**
 * What was asked and answered, which only the support service records. It follows from the span's id, so that it draws no
 * random numbers.
 */
export function said({ id, conditions }: Request, spanId: string): Attributes {
  if (id !== 'support-chat') {
    return {};
  }
  const { asked, source, invented } = QUESTIONS[parseInt(spanId.slice(0, 8), 16) % QUESTIONS.length]!;
  const isFaithful = conditions.faithfulness === null || conditions.faithfulness >= FAITHFUL;
  return {
    'gen_ai.input.messages': message('user', `${asked}\n\nSources: ${source}`),
    'gen_ai.output.messages': message('assistant', isFaithful ? source : invented),
  };
}
