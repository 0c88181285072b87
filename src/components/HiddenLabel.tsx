import React from 'react';

interface Props {
  id: string;
  children: string;
}

/** Names a field that shows no label, through `aria-labelledby`. */
export function HiddenLabel({ id, children }: Props) {
  return (
    <span id={id} hidden>
      {children}
    </span>
  );
}
