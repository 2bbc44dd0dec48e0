// Types of chromium.mjs, for the TypeScript that uses it.
export function findChromium(): string | undefined;
export function vkIcd(chromium: string): string | undefined;
export function webgpuEnvironment(): Record<string, string>;
