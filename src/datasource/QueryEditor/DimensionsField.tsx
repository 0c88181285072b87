import { EditorField } from '@grafana/plugin-ui';
import { MultiCombobox } from '@grafana/ui';
import React from 'react';

import { dimensionOption } from '../../components/dimensionOption.ts';
import type { DimensionId } from '../../engine/catalogue/dimensions/index.ts';
import { searchDimensions } from './dimensionOptions.ts';

interface Props {
  id: string;
  label: string;
  tooltip: string;
  placeholder: string;
  dimensions: DimensionId[];
  onChange: (dimensions: DimensionId[]) => void;
}

/** Chooses dimensions of the catalogue, and attributes by key. */
export function DimensionsField({ id, label, tooltip, placeholder, dimensions, onChange }: Props) {
  return (
    <EditorField label={label} tooltip={tooltip} htmlFor={id}>
      <MultiCombobox
        id={id}
        width="auto"
        minWidth={50}
        maxWidth={80}
        placeholder={placeholder}
        options={searchDimensions}
        value={dimensions.map(dimensionOption)}
        onChange={(chosen) => onChange(chosen.map(({ value }) => value))}
      />
    </EditorField>
  );
}
