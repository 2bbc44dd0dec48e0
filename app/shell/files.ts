// Files in and out: a run saved and opened, own images and record files, a network as JSON. What a file is
// for is told by its name; what is in it is checked by the engine, which refuses with one sentence.
import type { Playground } from '../store/context.tsx';
import { notify } from '../store/notices.ts';

export interface GivenFile {
  /** Its name, with the folders that lead to it where there are any. */
  path: string;
  file: File;
}

/** What a set of files is: a saved run, a network, or data. */
export function kindOf(files: readonly GivenFile[]): 'run' | 'network' | 'data' | 'nothing' {
  if (files.length === 0) return 'nothing';
  if (files.length > 1) return 'data';
  const name = files[0].path.toLowerCase();
  return name.endsWith('.safetensors') ? 'run' : name.endsWith('.json') ? 'network' : 'data';
}

/** Opens files for what they are. Resolves to whether they were taken; a refusal is shown as a notice. */
export function openFiles({ act, notices }: Playground, files: readonly GivenFile[]): void {
  const opened = (values: Record<string, string | number>, key: string) =>
    notify(notices, 'information', { key, values });
  act(async (actions) => {
    switch (kindOf(files)) {
      case 'run': {
        const status = await actions.load(new Uint8Array(await files[0].file.arrayBuffer()));
        return opened({ file: files[0].path, step: status.step }, 'notice.opened');
      }
      case 'network':
        await actions.setNetwork(await files[0].file.text());
        return opened({ file: files[0].path }, 'notice.openedNetwork');
      case 'data': {
        const { title, train, test } = await actions.importDataset([...files]);
        return opened({ title, train: train.total, test: test.total }, 'notice.openedData');
      }
    }
  });
}

/** Saves the run as a safetensors file. */
export function saveFile({ act, client, run }: Playground): void {
  act(async () => {
    const { file, step } = await client.request('save', {});
    const stem = run
      .getState()
      .running.name.toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-');
    download(new Blob([file as Uint8Array<ArrayBuffer>]), `${stem}-step-${step}.safetensors`);
  });
}

function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The files of a drop, folders walked through. */
export async function droppedFiles(transfer: DataTransfer): Promise<GivenFile[]> {
  const entries = [...transfer.items]
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
  return (await Promise.all(entries.map(filesOf))).flat();
}

async function filesOf(entry: FileSystemEntry): Promise<GivenFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ path: entry.fullPath.replace(/^\//, ''), file }];
  }
  const children = await entriesOf((entry as FileSystemDirectoryEntry).createReader());
  return (await Promise.all(children.map(filesOf))).flat();
}

/** All entries of a folder: browsers hand them over in portions. */
async function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const all: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (portion.length === 0) return all;
    all.push(...portion);
  }
}

/** The files of a folder picker, with the folders that lead to them. */
export const pickedFiles = (list: FileList | null): GivenFile[] =>
  [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
