export const messages = {
  settings: 'The settings of the data source',
  overtaken: (changed: readonly string[]) =>
    `Somebody saved the data source’s settings since this page read them${changed.length > 0 ? ` (${changed.join(', ')})` : ''}. Nothing was overwritten, and what you entered is still here.`,
  notSaved: 'Not saved',
  saveAnyway: 'Make my change to their version',
  takeTheirs: 'Discard my change',
  saved: 'Saved',
  save: 'Save',
  saving: 'Saving',
  cancel: 'Cancel',
  provisioned: 'This data source is provisioned from a file',
  provisionedText:
    'Grafana cannot save its settings. Put this into its entry in the file below provisioning/datasources, and restart Grafana or reload its provisioning.',
  mayNot: 'You may look, but not save',
  mayNotText:
    'Saving needs the permission datasources:write, which administrators have. What you enter here can be handed to one of them.',
  yaml: 'For the provisioning file',
  showYaml: 'Show YAML',
  nothing: '# nothing is set, so the defaults apply',
};
