import { ask } from '../fetch.ts';

export interface Folder {
  uid: string;
  title: string;
}

/** Reads the folders that the user may write to; "Shared with me" is not a folder. */
export async function readFolders(): Promise<Folder[]> {
  const params = { permission: 'Edit', limit: 1000 };
  const folders = await ask<Folder[]>({ url: '/api/folders', params });
  return folders.filter(({ uid }) => uid !== 'sharedwithme');
}

export const createFolder = (title: string): Promise<Folder> =>
  ask<Folder>({ method: 'POST', url: '/api/folders', data: { title } });
