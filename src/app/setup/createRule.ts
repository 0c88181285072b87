import { createFolder, readFolders } from '../alerts/folders.ts';
import { rulerRule, save } from '../alerts/save.ts';
import type { Entry } from '../alerts/standing.ts';

/** Creates a rule of the catalogue in its own folder and group, and the folder if there is none. */
export async function createRule({ rule, group }: Entry, datasourceUid: string): Promise<void> {
  const folders = await readFolders();
  const { uid: folderUid } = folders.find(({ title }) => title === group.folder) ?? (await createFolder(group.folder));
  const place = { folderUid, group: group.name, interval: group.interval };
  await save(rulerRule(rule, datasourceUid), place);
}
