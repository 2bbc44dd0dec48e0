// The schema library: its small edition, with English messages, and told not to compile its checks with
// `new Function`: the page's policy forbids eval, and even trying is reported as a violation. Schemas
// import `z` from here, never from 'zod'.

import { config } from 'zod/mini';
import en from 'zod/v4/locales/en.js';

config({ ...en(), jitless: true });

export * as z from 'zod/mini';
