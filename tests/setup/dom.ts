/** Adds what Grafana's components need and jsdom lacks. */
import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

afterEach(cleanup);

class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
  takeRecords() {
    return [];
  }
}

vi.stubGlobal('ResizeObserver', Observer);
vi.stubGlobal('IntersectionObserver', Observer);
vi.stubGlobal('matchMedia', (query: string) => ({
  matches: false,
  media: query,
  addEventListener() {},
  removeEventListener() {},
  addListener() {},
  removeListener() {},
}));
const canvas = { measureText: (text: string) => ({ width: text.length * 8 }) };
HTMLCanvasElement.prototype.getContext = (() => canvas) as unknown as HTMLCanvasElement['getContext'];
Element.prototype.scrollIntoView = () => {};

/** A size for elements, because menus only show options that fit, and in jsdom nothing has a size. */
const box = { x: 0, y: 0, top: 0, left: 0, bottom: 400, right: 400, width: 400, height: 400 };
Element.prototype.getBoundingClientRect = () => ({ ...box, toJSON: () => box });
Object.defineProperty(Element.prototype, 'clientHeight', { configurable: true, value: 400 });
Object.defineProperty(Element.prototype, 'clientWidth', { configurable: true, value: 400 });

/** Without the style of a pseudo-element, which jsdom says on each call that it does not have. */
const styleOf = window.getComputedStyle.bind(window);
window.getComputedStyle = (element) => styleOf(element);
