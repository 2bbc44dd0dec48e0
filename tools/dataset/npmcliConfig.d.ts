// The part of @npmcli/config that is used here; the package has no types of its own.
declare module '@npmcli/config' {
  import type { Options } from 'pacote';

  export default class Config {
    constructor(options: {
      npmPath: string;
      definitions: unknown;
      flatten: unknown;
      shorthands: unknown;
      argv: string[];
      warn: boolean;
    });
    load(): Promise<void>;
    readonly flat: Options;
  }
}

declare module '@npmcli/config/lib/definitions/index.js' {
  const config: { definitions: unknown; flatten: unknown; shorthands: unknown };
  export default config;
}
