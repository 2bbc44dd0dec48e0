// No column gets narrower than what stands in it, as long as there is room for all three.
import { expect, test } from 'vitest';
import { limited } from './Columns.tsx';

test.each([
  [{ network: 404, side: 392 }, 1440, { network: 404, side: 392 }],
  [{ network: 100, side: 100 }, 1440, { network: 352, side: 340 }],
  [{ network: 900, side: 392 }, 1440, { network: 580, side: 340 }],
  [{ network: 404, side: 900 }, 1440, { network: 404, side: 516 }],
  [{ network: 404, side: 392 }, 1280, { network: 404, side: 356 }],
])('%o in %d pixels', (wanted, room, widths) => {
  expect(limited(wanted, 'normal', room)).toEqual(widths);
});
