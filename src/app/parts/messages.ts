/** Texts that several pages share. */
export const messages = {
  loading: (what: string) => `Loading: ${what.charAt(0).toLowerCase()}${what.slice(1)}`,
  notRead: (what: string) => `${what} could not be read`,
  again: 'Try again',
  againLabel: (what: string) => `Try again: ${what.charAt(0).toLowerCase()}${what.slice(1)}`,
  copy: 'Copy',
  copyLabel: (what: string) => `Copy: ${what}`,
  download: 'Download',
  dataSource: 'Data source',
  noDataSource: 'There is no GenAI ClickHouse data source yet',
  noDataSourceText: 'Set one up first: the page Setup leads through it.',
  openSetup: 'Open Setup',
  askAdministrator: 'Ask a Grafana administrator to add one.',
  unknown: '–',
};
