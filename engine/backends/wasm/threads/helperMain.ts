// The entry of a helping thread in a browser: a worker of the engine's worker.
import type { ToHelper } from './control.ts';
import { serve } from './helper.ts';

serve({
  listen: (hear) => addEventListener('message', ({ data }: MessageEvent<ToHelper>) => hear(data)),
  post: (message) => postMessage(message),
});
