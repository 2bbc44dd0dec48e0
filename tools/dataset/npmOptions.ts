// The configuration that npm itself would use here: registry, proxy, certificates, credentials, cache.
// With it a mirror or proxy that works for `npm install` works for the data too.
import path from 'node:path';
import Config from '@npmcli/config';
import npmConfig from '@npmcli/config/lib/definitions/index.js';
import type { Options } from 'pacote';

/** Folder of the npm that runs this, for the settings built into it. */
function npmFolder(): string {
  const cli = process.env.npm_execpath;
  if (cli) return path.resolve(cli, '../..');
  return path.resolve(process.execPath, '../../lib/node_modules/npm');
}

/** Options for pacote. */
export async function npmOptions(): Promise<Options> {
  const { definitions, flatten, shorthands } = npmConfig;
  const argv = process.argv.slice(0, 2);
  const config = new Config({ npmPath: npmFolder(), definitions, flatten, shorthands, argv, warn: false });
  await config.load();
  return config.flat;
}
