// `npm test`: the same set-up as `npm start`, then everything that can be checked, in order: format,
// lint, types, unit and engine tests, the production build, and end-to-end tests in Chromium against it.
// A step that is not made of tests counts as one. The last line is the sum.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { webgpuEnvironment } from './chromium.mjs';
import { getChromium } from './getChromium.mjs';
import { checkNode, ensureDependencies, guard, ROOT } from './setup.mjs';

const REPORTS = path.join(ROOT, 'node_modules/.cache/test-reports');
const sum = { passed: 0, failed: 0 };

function heading(title) {
  console.log(`\n== ${title}`);
}

/** Runs a command-line program of a dependency; true when it exits with 0. */
function run(file, args) {
  const program = path.join(ROOT, 'node_modules', file);
  const { status } = spawnSync(process.execPath, [program, ...args], { cwd: ROOT, stdio: 'inherit' });
  return status === 0;
}

/** A step that passes or fails as a whole. */
function step(title, file, args) {
  heading(title);
  const passed = run(file, args);
  sum[passed ? 'passed' : 'failed']++;
  if (!passed) console.log(`${title}: failed`);
}

/** What a report of vitest says. A skipped test proves nothing and counts as failed. */
function countTests(report) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests = 0, testResults } = report;
  const broken = testResults.filter(({ status, assertionResults }) => {
    return status === 'failed' && assertionResults.every((test) => test.status !== 'failed');
  });
  const skipped = numPendingTests + numTodoTests;
  if (skipped > 0) console.log(`${skipped} tests were skipped; they count as failed`);
  return { passed: numPassedTests, failed: numFailedTests + broken.length + skipped };
}

/** A step made of vitest tests. */
function tests(title, args) {
  heading(title);
  const file = path.join(REPORTS, `${title.replace(/\W+/g, '-')}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const passed = run('vitest/vitest.mjs', ['run', ...args, ...reporters]);
  let counts = { passed: 0, failed: 1 };
  try {
    counts = countTests(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    console.log(`${title}: no report (${error.message})`);
  }
  if (!passed && counts.failed === 0) counts.failed = 1;
  sum.passed += counts.passed;
  sum.failed += counts.failed;
}

await guard(async () => {
  checkNode();
  ensureDependencies();
  process.env.CHROMIUM_PATH = getChromium();
  Object.assign(process.env, webgpuEnvironment());
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });

  const biome = '@biomejs/biome/bin/biome';
  const plain = process.stdout.isTTY ? [] : ['--colors=off'];
  step('format', biome, ['ci', '--linter-enabled=false', ...plain]);
  step('lint', biome, ['lint', '--error-on-warnings', ...plain]);
  step('types', 'typescript/bin/tsc', ['-b']);
  tests('unit and engine tests', []);
  step('build', 'vite/bin/vite.js', ['build', '--logLevel=warn']);
  tests('end-to-end tests', ['--config', 'e2e/vitest.config.ts']);
});

if (process.exitCode) sum.failed++;
console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
if (sum.failed > 0) process.exitCode = 1;
