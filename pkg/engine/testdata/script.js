var calls = 0;
globalThis.handle = (text) => {
  const call = JSON.parse(text);
  calls++;
  switch (call.do) {
    case 'echo':
      return JSON.stringify({ done: call.value, calls });
    case 'throw':
      throw new TypeError('secret ' + call.value);
    case 'loop':
      for (;;) {}
    case 'deep': {
      const dig = (n) => dig(n + 1) + 1;
      return dig(0);
    }
    case 'number':
      return 1;
  }
};
