import { Command, Option } from 'commander';
import { grafanaRule } from '../../../src/engine/alerts/grafana.ts';
import { heading, table } from '../table.ts';
import { driftOf, type Provisioned } from './drift.ts';
import { allEqual, refused } from './messages.ts';
import { readConfig, withConfig, type ConfigOptions } from './rules.ts';

interface Options extends ConfigOptions {
  grafana: string;
  token: string;
  json?: boolean;
}

export function diffCommand(): Command {
  const command = new Command('diff')
    .description('shows which rules are missing or changed in a Grafana; exits with 1 unless all are equal')
    .addOption(new Option('--grafana <address>', 'URL of Grafana').env('GENAI_GRAFANA_URL').makeOptionMandatory())
    .addOption(
      new Option('--token <text>', 'token of a service account that may read alert rules')
        .env('GENAI_GRAFANA_TOKEN')
        .default('', 'none')
    )
    .option('--json', 'print as JSON');
  return withConfig(command).action(async (options: Options) => {
    const { groups, datasourceUid } = readConfig(options);
    const ours = groups.flatMap((group) => group.rules.map((rule) => grafanaRule(rule, datasourceUid)));
    const drifts = driftOf(ours, await provisioned(options));
    const differing = drifts.filter(({ state }) => state !== 'equal');
    process.exitCode = differing.length > 0 ? 1 : 0;
    if (options.json) {
      console.log(JSON.stringify(drifts, null, 2));
      return;
    }
    if (differing.length === 0) {
      console.log(allEqual(drifts.length));
      return;
    }
    console.log(
      table(
        ['rule', 'state'],
        drifts.map(({ uid, state }) => [uid, state])
      )
    );
    for (const { uid, differences } of differing.filter((drift) => drift.differences.length > 0)) {
      console.log(heading(uid));
      console.log(
        table(
          ['what', 'in Grafana', 'here'],
          differences.map(({ what, there, here }) => [what, there, here])
        )
      );
    }
  });
}

async function provisioned({ grafana, token }: Options): Promise<Provisioned[]> {
  const response = await fetch(`${grafana.replace(/\/+$/, '')}/api/v1/provisioning/alert-rules`, {
    headers: token === '' ? {} : { Authorization: `Bearer ${token}` },
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(refused(response.status, token === '' ? text : text.split(token).join('***')));
  }
  return JSON.parse(text) as Provisioned[];
}
