// Finds a Chromium on this machine and the software graphics driver (SwiftShader) that comes with it.
// The browser runs the end-to-end tests; the driver lets WebGPU run in Node without a graphics card.
// Plain JavaScript without dependencies: it also runs before anything is installed.
import { existsSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import path from 'node:path';

const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const OTHER_PLACES = [
  '/usr/lib/chromium/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
];
const DRIVER = 'vk_swiftshader_icd.json';
/** Where launcher scripts such as Debian's /usr/bin/chromium keep the real browser. */
const REAL_FOLDERS = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];

/** The folder in which Playwright keeps the browsers it downloads. */
function playwrightFolder() {
  const named = process.env.PLAYWRIGHT_BROWSERS_PATH;
  if (named && named !== '0') return named;
  if (process.platform === 'darwin') return path.join(homedir(), 'Library/Caches/ms-playwright');
  if (process.platform === 'win32') return path.join(process.env.LOCALAPPDATA ?? homedir(), 'ms-playwright');
  return path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'ms-playwright');
}

const entries = (folder) => (existsSync(folder) ? readdirSync(folder) : []);

/** Path of the newest Chromium that Playwright has downloaded, or undefined. */
function playwrightChromium() {
  const root = playwrightFolder();
  const revision = (name) => Number(name.slice('chromium-'.length));
  const revisions = entries(root).filter((name) => /^chromium-\d+$/.test(name));
  const folders = revisions
    .sort((a, b) => revision(b) - revision(a))
    .flatMap((name) => entries(path.join(root, name)).map((inner) => path.join(root, name, inner)));
  const binaries = ['chrome', 'chrome.exe', 'Chromium.app/Contents/MacOS/Chromium'];
  const candidates = folders.flatMap((folder) => binaries.map((binary) => path.join(folder, binary)));
  return candidates.find((file) => existsSync(file));
}

/** Path of a Chromium on PATH or in the usual places, or undefined. */
function systemChromium() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const onPath = SYSTEM_NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...onPath, ...OTHER_PLACES].find((file) => existsSync(file));
}

/**
 * Path of the Chromium to use: CHROMIUM_PATH, else Playwright's, else one of the system's, else
 * undefined. Throws when CHROMIUM_PATH names no file.
 */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (!named) return playwrightChromium() ?? systemChromium();
  if (existsSync(named)) return named;
  throw new Error(`CHROMIUM_PATH names ${named}, and there is no such file.`);
}

/** Path of the driver description (vk_swiftshader_icd.json) that belongs to a Chromium, or undefined. */
export function vkIcd(chromium) {
  const folders = [path.dirname(realpathSync(chromium)), ...REAL_FOLDERS];
  return folders.map((folder) => path.join(folder, DRIVER)).find((file) => existsSync(file));
}

/** A folder in the system's temporary place that belongs to this user. */
function privateFolder() {
  const folder = path.join(tmpdir(), `convnet-playground-${userInfo().uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/**
 * The environment in which WebGPU works in Node, as the variables that are missing from this one:
 * VK_ICD_FILENAMES names the driver, LD_LIBRARY_PATH the folder with the Vulkan loader beside it (for
 * machines that have none), XDG_RUNTIME_DIR any folder. Without a Chromium there is no driver to name.
 */
export function webgpuEnvironment() {
  if (process.platform !== 'linux') return {};
  const chromium = findChromium();
  const driver = process.env.VK_ICD_FILENAMES ?? (chromium && vkIcd(chromium));
  const wanted = {};
  if (driver) {
    const folder = path.dirname(driver);
    const known = (process.env.LD_LIBRARY_PATH ?? '').split(':').filter(Boolean);
    wanted.VK_ICD_FILENAMES = driver;
    if (!known.includes(folder)) wanted.LD_LIBRARY_PATH = [...known, folder].join(':');
  }
  wanted.XDG_RUNTIME_DIR = process.env.XDG_RUNTIME_DIR ?? privateFolder();
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => process.env[name] !== value));
}
