// The small programs around the project: TypeScript tools run with their imports, arguments and exit
// code, and a Chromium is found with the graphics driver beside it.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findChromium, vkIcd, webgpuEnvironment } from './chromium.mjs';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tools-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (...args: string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['tools/run.mjs', ...args], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });

const tool = async (source: string): Promise<string> => {
  const file = path.join(folder, 'tool.ts');
  await writeFile(file, source);
  return file;
};

describe('run.mjs', () => {
  test('runs TypeScript with raw imports, arguments and an exit code', async () => {
    await writeFile(path.join(folder, 'kernel.wgsl'), '// a kernel\n');
    const file = await tool(`
      import kernel from './kernel.wgsl?raw';
      const [, , ...args]: string[] = process.argv;
      console.log(JSON.stringify({ kernel, args }));
      process.exitCode = 7;
    `);
    const { code, stdout } = await run(file, 'one', '--two');
    expect(JSON.parse(stdout)).toEqual({ kernel: '// a kernel\n', args: ['one', '--two'] });
    expect(code).toBe(7);
  });

  test('fails when the tool throws, and without a tool', async () => {
    const { code, stderr } = await run(await tool(`throw new Error('this is wrong');`));
    expect(code).toBe(1);
    expect(stderr).toContain('this is wrong');
    expect((await run()).code).toBe(2);
  });
});

describe('chromium.mjs', () => {
  test('finds a browser and its driver', () => {
    const chromium = findChromium();
    expect(chromium).toBeTruthy();
    if (process.platform === 'linux') expect(vkIcd(chromium as string)).toMatch(/vk_swiftshader_icd\.json$/);
  });

  test('believes CHROMIUM_PATH, and says when it names nothing', async () => {
    const file = path.join(folder, 'my-chromium');
    await writeFile(file, '');
    vi.stubEnv('CHROMIUM_PATH', file);
    expect(findChromium()).toBe(file);
    vi.stubEnv('CHROMIUM_PATH', `${file}-not`);
    expect(() => findChromium()).toThrow('there is no such file');
    vi.unstubAllEnvs();
  });

  test("takes the newest of Playwright's before the system's", async () => {
    for (const revision of [999, 1255, 1001]) {
      const inner = path.join(folder, `browsers/chromium-${revision}/chrome-linux64`);
      await mkdir(inner, { recursive: true });
      await writeFile(path.join(inner, 'chrome'), '');
      await writeFile(path.join(inner, 'vk_swiftshader_icd.json'), '{}');
    }
    vi.stubEnv('CHROMIUM_PATH', '');
    vi.stubEnv('PLAYWRIGHT_BROWSERS_PATH', path.join(folder, 'browsers'));
    const chromium = findChromium() as string;
    expect(chromium).toContain('chromium-1255');
    expect(vkIcd(chromium)).toBe(path.join(path.dirname(chromium), 'vk_swiftshader_icd.json'));
    vi.unstubAllEnvs();
  });

  test('has set up these tests for WebGPU', () => {
    if (process.platform === 'linux') expect(process.env.VK_ICD_FILENAMES).toMatch(/swiftshader/);
    expect(webgpuEnvironment()).toEqual({});
  });
});
