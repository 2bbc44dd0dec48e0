// The texts of a language by namespace: the name of a JSON file is the namespace of its texts.

export type Texts = { [key: string]: string | Texts };
export type Catalogue = Record<string, Texts>;

/** Turns `{ './run.json': {...} }` into `{ run: {...} }`. */
export const catalogue = (files: Record<string, unknown>): Catalogue =>
  Object.fromEntries(
    Object.entries(files).map(([path, texts]) => [path.replace(/^.*\/|\.json$/g, ''), texts as Texts]),
  );
