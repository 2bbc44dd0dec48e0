// `npm run train`: trains a network in Node with the engine that the page runs in its worker. Errors are
// one sentence, and exit code 1.
import { parseOptions, USAGE } from './train/options.ts';
import { jsonPrinter, linePrinter } from './train/printer.ts';
import { train } from './train/session.ts';

try {
  const options = parseOptions(process.argv.slice(2));
  const print = (line: string) => process.stdout.write(`${line}\n`);
  if (options.help) print(USAGE);
  else await train(options, options.json ? jsonPrinter(print) : linePrinter(print));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
