import { describe, expect, test } from 'vitest';
import { memo, names } from './memo.ts';

describe('memo', () => {
  const counted = (most: number, characters?: number) => {
    const made: string[] = [];
    const remembered = memo<string>(most, characters);
    return { made, get: (key: string) => remembered(key, () => (made.push(key), key)) };
  };

  test('drops what was used longest ago', () => {
    const { made, get } = counted(2);
    ['a', 'b', 'a', 'c', 'a', 'b'].forEach(get);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });

  test('is bounded by the characters of its keys', () => {
    const { made, get } = counted(100, 10);
    ['aaaa', 'bbbb', 'aaaa', 'cccc', 'aaaa', 'bbbb'].forEach(get);
    expect(made).toEqual(['aaaa', 'bbbb', 'cccc', 'bbbb']);
  });

  test('a key that is longer than all may be is not remembered, and makes nothing else go', () => {
    const { made, get } = counted(100, 10);
    ['aaaa', 'x'.repeat(11), 'x'.repeat(11), 'aaaa'].forEach(get);
    expect(made).toEqual(['aaaa', 'x'.repeat(11), 'x'.repeat(11)]);
  });

  test('forty queries of 8 MB are not kept', () => {
    const { made, get } = counted(200);
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < 40; n++) {
        get(String(n).padStart(8 * 1024 * 1024));
      }
    }
    expect(made.length).toBe(80);
  });

  test('names differ, and stay', () => {
    const nameOf = names(2);
    expect([nameOf('a'), nameOf('b'), nameOf('a')]).toEqual(['0', '1', '0']);
  });
});
