import { expect, test } from 'vitest';
import { onChange } from './watch.ts';

test('sources that have changed are built once nothing more is written', async () => {
  const seen = ['a', 'b', 'c', 'c', 'c', 'a', 'a', 'a'];
  const rebuiltAt: number[] = [];
  const stopped = new AbortController();
  let looks = -1;
  const state = () => {
    looks++;
    if (looks === seen.length) {
      stopped.abort();
    }
    return seen[looks] ?? 'a';
  };
  await onChange(
    async () => {
      rebuiltAt.push(looks);
    },
    stopped.signal,
    state,
    async () => {}
  );
  expect(rebuiltAt).toEqual([3, 6]);
});
