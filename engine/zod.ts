// The schema library, told not to compile its checks with `new Function`: the page's policy forbids
// eval, and even trying is reported as a violation. Schemas import `z` from here, never from 'zod'.
import { z } from 'zod';

z.config({ jitless: true });

export { z };
