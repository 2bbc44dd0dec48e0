// The house rules that a compiler does not know: imports point one way, no file includes itself by way of
// others, every file says why it exists and stays short, nothing runs text as code or writes markup.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Files of the project: those that git knows or would add. */
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--deduplicate'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => /^(app|engine|tools|e2e)\//.test(path) && /\.(ts|tsx|mts|mjs|wgsl|css|py)$/.test(path))
  .flatMap((path) => {
    try {
      return [{ path, text: readFileSync(join(root, path), 'utf8') }];
    } catch {
      return []; // deleted, but not yet committed so
    }
  });

const isTest = (path: string) => /\.test\.tsx?$/.test(path) || path.startsWith('engine/testing/');
const isScript = (path: string) => /\.(ts|tsx|mts|mjs)$/.test(path);
const sources = files.filter(({ path }) => isScript(path) && !isTest(path));

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

const importPattern = /\b(import|export)\s+(type\s)?[^'";]*?from\s*'(\.[^']+)'|\bimport\s*\(?\s*'(\.[^']+)'/g;

const imports: Import[] = sources.flatMap(({ path, text }) =>
  [...text.matchAll(importPattern)].map(([, , type, named, bare]) => ({
    from: path,
    to: normalize(join(dirname(path), (named ?? bare).replace(/\?.*/, ''))),
    typeOnly: type !== undefined,
  })),
);

/**
 * What each room may import, beside itself; the longest prefix that fits a path is its room. The words of a
 * mistake, of a field and of a shape stand below the layers; documents, which are made of layers, above.
 */
const rooms: Record<string, readonly string[]> = {
  'engine/random.ts': [],
  'engine/zod.ts': [],
  'engine/spec/shape.ts': [],
  'engine/spec/messages.ts': [],
  'engine/spec/fields.ts': ['engine/zod.ts'],
  'engine/spec/diagnostic.ts': ['engine/spec/shape.ts', 'engine/spec/messages.ts'],
  'engine/ops': ['engine/random.ts'],
  'engine/layers': [
    'engine/ops',
    'engine/spec/shape.ts',
    'engine/spec/messages.ts',
    'engine/spec/fields.ts',
    'engine/spec/diagnostic.ts',
  ],
  'engine/spec': ['engine/zod.ts', 'engine/layers'],
  'engine/plan': ['engine/spec', 'engine/layers', 'engine/ops', 'engine/random.ts'],
  'engine/shaders': [],
  'engine/backends': [
    'engine/spec/messages.ts',
    'engine/ops',
    'engine/plan/plan.ts',
    'engine/random.ts',
    'engine/shaders',
  ],
  'engine/data': ['engine/random.ts', 'engine/zod.ts'],
  'engine/train': [
    'engine/spec',
    'engine/ops',
    'engine/plan',
    'engine/backends',
    'engine/data',
    'engine/random.ts',
  ],
  'engine/inspect': ['engine/spec', 'engine/plan', 'engine/backends', 'engine/train'],
  'engine/formats': ['engine/spec', 'engine/zod.ts', 'engine/train/snapshot.ts'],
  'engine/worker': [
    'engine/spec',
    'engine/plan',
    'engine/backends',
    'engine/data',
    'engine/train',
    'engine/inspect',
    'engine/formats',
  ],
  'engine/worker/protocol.ts': ['engine/spec', 'engine/plan', 'engine/backends'],
  app: ['engine/spec', 'engine/layers', 'engine/plan', 'engine/worker/protocol.ts', 'engine/zod.ts'],
  'app/client': ['engine/worker/protocol.ts'],
  'app/draw': ['engine/spec', 'engine/plan'],
  'app/store': [
    'app/client',
    'app/i18n',
    'engine/spec',
    'engine/layers',
    'engine/plan',
    'engine/worker/protocol.ts',
    'engine/zod.ts',
  ],
  'app/scripting': ['app/store', 'engine/spec', 'engine/layers', 'engine/plan', 'engine/worker/protocol.ts'],
  tools: ['engine', 'app/draw', 'app/isolation'],
  e2e: ['tools', 'app/scripting'],
};

const within = (path: string, prefix: string) => path === prefix || path.startsWith(`${prefix}/`);
const roomOf = (path: string): string =>
  Object.keys(rooms)
    .filter((room) => within(path, room))
    .reduce((longest, room) => (room.length > longest.length ? room : longest), '');

describe('imports', () => {
  test('are found', () => {
    expect(imports.length).toBeGreaterThan(200);
    expect(sources.filter(({ path }) => roomOf(path) === '').map(({ path }) => path)).toEqual([]);
    const has = (from: string, room: string, typeOnly: boolean) =>
      imports.some((one) => one.from === from && within(one.to, room) && one.typeOnly === typeOnly);
    expect(has('engine/plan/build.ts', 'engine/layers', true)).toBe(true);
    expect(has('engine/backends/open.ts', 'engine/spec', false)).toBe(true);
    expect(has('engine/spec/document.ts', 'engine/layers', false)).toBe(true);
  });

  test('point one way', () => {
    const wrong = imports.filter(({ from, to }) => {
      const room = roomOf(from);
      return roomOf(to) !== room && ![room, ...rooms[room]].some((allowed) => within(to, allowed));
    });
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  test('of tests and their helpers stay with tests and tools', () => {
    const wrong = imports.filter(({ from, to }) => isTest(to) && !from.startsWith('tools/'));
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  test('of the layers by spec are the document alone, whose schema is made of their fields', () => {
    const knowing = imports.filter(
      ({ from, to }) => within(from, 'engine/spec') && within(to, 'engine/layers'),
    );
    expect([...new Set(knowing.map(({ from }) => from))]).toEqual(['engine/spec/document.ts']);
  });

  test('of the words spoken across the thread are types alone, so that the page loads no engine', () => {
    const spoken = imports.filter(
      ({ from, to }) =>
        from === 'engine/worker/protocol.ts' || (within(from, 'app') && within(to, 'engine/worker')),
    );
    expect(spoken.every(({ typeOnly }) => typeOnly)).toBe(true);
  });

  test('go round in no circle', () => {
    const next = new Map(sources.map(({ path }): [string, string[]] => [path, []]));
    for (const { from, to, typeOnly } of imports) if (!typeOnly) next.get(from)!.push(to);
    const done = new Set<string>();
    const visit = (path: string, trail: readonly string[]): string | null => {
      if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path].join(' -> ');
      if (done.has(path)) return null;
      for (const to of next.get(path) ?? []) {
        const circle = visit(to, [...trail, path]);
        if (circle) return circle;
      }
      done.add(path);
      return null;
    };
    expect(sources.map(({ path }) => visit(path, [])).filter((circle) => circle !== null)).toEqual([]);
  });

  test('of the engine name no page, by its compiler settings', () => {
    const settings = JSON.parse(readFileSync(join(root, 'tsconfig.engine.json'), 'utf8'));
    expect(settings.compilerOptions.lib.join(' ')).not.toMatch(/\bDOM\b/i);
    expect(settings.include).toEqual(['engine']);
    expect(settings.exclude.every((path: string) => /test/.test(path))).toBe(true);
  });
});

const names = (list: readonly { path: string }[]) => list.map(({ path }) => path);

describe('every file', () => {
  test('opens with a comment that says why it exists', () => {
    const silent = files.filter(({ text }) => !/^(#!.*\n)?\s*(\/\/|\/\*|""")/.test(text));
    expect(names(silent)).toEqual([]);
  });

  test('of code is shorter than 400 lines, and every one better than 300', () => {
    const lines = ({ text }: { text: string }) => text.split('\n').length - 1;
    const long = files.filter((file) => lines(file) > 300);
    if (long.length > 0)
      console.info(`over 300 lines: ${long.map((file) => `${file.path} (${lines(file)})`).join(', ')}`);
    const tooLong = long.filter((file) => lines(file) > 400 && !file.path.endsWith('.css'));
    expect(names(tooLong)).toEqual([]);
  });
});

/** The text without comments, roughly: enough to look for names. */
const withoutComments = (text: string) =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');

describe('no file', () => {
  const forbidden: [string, RegExp][] = [
    ['runs text as code', /\beval\s*\(|\bnew Function\b|\bset(Timeout|Interval)\s*\(\s*['"`]/],
    ['writes markup', /\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write\b|dangerouslySetInnerHTML/],
    ['gives up on types', /@ts-(ignore|nocheck|expect-error)|\bas any\b|: any\b|<any>/],
  ];
  test.each(forbidden)('%s', (_, pattern) => {
    const scripts = files.filter(({ path }) => isScript(path) && path !== 'tools/architecture.test.ts');
    expect(names(scripts.filter(({ text }) => pattern.test(withoutComments(text))))).toEqual([]);
  });

  test('puts work off', () => {
    const unfinished = files.filter(({ text }) => /\b(TO.?DO|FIX.?ME|XX.?X)\b/.test(text));
    expect(names(unfinished)).toEqual([]);
  });
});
