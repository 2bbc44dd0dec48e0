// Imports point one way: each room may know the rooms named here and no other. A new import that goes
// against it is either a mistake or a change of the architecture, to be made here and in ARCHITECTURE.md.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** What each room may import beside itself; `:type` allows types only. */
const allowed: Record<string, readonly string[]> = {
  'engine/random': [],
  'engine/zod': [],
  // The schema of a document is made from the layers' field lists; nothing else of spec knows a layer.
  'engine/spec': ['engine/zod', 'engine/layers'],
  'engine/layers': ['engine/spec', 'engine/ops'],
  'engine/ops': ['engine/random'],
  'engine/plan': ['engine/spec', 'engine/layers', 'engine/ops', 'engine/random'],
  'engine/backends': ['engine/spec', 'engine/ops', 'engine/plan', 'engine/shaders'],
  'engine/data': ['engine/random', 'engine/zod'],
  'engine/train': [
    'engine/spec',
    'engine/ops',
    'engine/plan',
    'engine/backends',
    'engine/data',
    'engine/random',
  ],
  'engine/inspect': ['engine/spec', 'engine/plan', 'engine/backends', 'engine/train'],
  'engine/formats': ['engine/spec', 'engine/train', 'engine/zod'],
  'engine/worker': [
    'engine/spec',
    'engine/plan',
    'engine/backends',
    'engine/data',
    'engine/train',
    'engine/inspect',
    'engine/formats',
  ],
  'app/client': ['engine/worker:type'],
  'app/draw': ['engine/spec', 'engine/plan'],
  'app/store': [
    'app/client',
    'app/i18n',
    'engine/spec',
    'engine/layers',
    'engine/plan',
    'engine/zod',
    'engine/worker:type',
  ],
  'app/scripting': ['app/store', 'engine/spec', 'engine/layers', 'engine/plan', 'engine/worker:type'],
};
/** The other rooms of the page: anything of the page, and of the engine what is not the engine itself. */
const page = ['app/', 'engine/spec', 'engine/layers', 'engine/plan', 'engine/zod', 'engine/worker:type'];

const isSource = (file: string) =>
  /\.tsx?$/.test(file) && !file.includes('.test.') && !file.startsWith('engine/testing/');
const filesOf = (root: string): string[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => `${root}/${file.split(path.sep).join('/')}`)
    .filter(isSource);

/** "engine/plan" of "engine/plan/build.ts", "engine/random" of "engine/random.ts". */
const roomOf = (file: string): string =>
  file
    .replace(/\.\w+(\?\w+)?$/, '')
    .split('/')
    .slice(0, 2)
    .join('/');

/** Every import of a file from another room, as "room" or "room:type". */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const statements = text.matchAll(/^(?:import|export)(\s+type)?[^;'"]*?'(\.[^']+)'|import\('(\.[^']+)'\)/gm);
  return [...statements]
    .map(([, type, named, dynamic]) => {
      const room = roomOf(path.posix.join(path.posix.dirname(file), named ?? dynamic));
      return type ? `${room}:type` : room;
    })
    .filter((one) => one.replace(':type', '') !== roomOf(file));
}

const permits = (rule: string, one: string): boolean =>
  rule === one || `${rule}:type` === one || (rule.endsWith('/') && one.startsWith(rule));

const strangers = (file: string): string[] => {
  const rules = allowed[roomOf(file)] ?? (file.startsWith('app/') ? page : []);
  return importsOf(file)
    .filter((one) => !rules.some((rule) => permits(rule, one)))
    .map((one) => `${file} imports ${one}`);
};

test('every file imports only what its room may know', () => {
  const files = [...filesOf('engine'), ...filesOf('app')];
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap(strangers)).toEqual([]);
});

test('imports are found, in every form', () => {
  expect(importsOf('engine/plan/build.ts')).toContain('engine/layers:type');
  expect(importsOf('engine/backends/open.ts')).toContain('engine/spec');
  expect(importsOf('engine/spec/document.ts')).toContain('engine/layers');
});

test('only the document of spec knows the layers', () => {
  const knowing = filesOf('engine/spec').filter((file) => importsOf(file).includes('engine/layers'));
  expect(knowing).toEqual(['engine/spec/document.ts']);
});
