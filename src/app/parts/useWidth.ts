import { useEffect, useRef, useState, type RefObject } from 'react';

/** Tracks the width of an element, which a panel needs to be given. */
export function useWidth(): [RefObject<HTMLDivElement>, number] {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(() => setWidth(element.current?.clientWidth ?? 0));
    if (element.current) {
      observer.observe(element.current);
      setWidth(element.current.clientWidth);
    }
    return () => observer.disconnect();
  }, []);
  return [element, width];
}
