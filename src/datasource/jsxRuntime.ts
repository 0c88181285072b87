/**
 * Replaces `react/jsx-runtime` for libraries that were compiled to it: the React that Grafana shares has `createElement` in
 * every version, while a bundled runtime belongs to one version of React.
 */
import { createElement, Fragment, type ElementType, type ReactElement } from 'react';

type Props = Record<string, unknown> & { children?: unknown };

export function jsx(type: ElementType, props: Props, key?: string): ReactElement {
  return createElement(type, key === undefined ? props : { ...props, key });
}

/** Spreads the static children of `jsxs`, so that React does not require keys. */
export function jsxs(type: ElementType, { children, ...props }: Props, key?: string): ReactElement {
  const own = key === undefined ? props : { ...props, key };
  return createElement(type, own, ...(children as ReactElement[]));
}

export function jsxDEV(type: ElementType, props: Props, key?: string, isStatic = false): ReactElement {
  return isStatic ? jsxs(type, props, key) : jsx(type, props, key);
}

export { Fragment };
