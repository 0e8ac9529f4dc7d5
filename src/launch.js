#!/usr/bin/env -S node --max-semi-space-size=2
// The one file in JavaScript: it turns Node's compile cache on before the first TypeScript is read. From the second start
// on nothing has to be stripped and compiled again. The flag above keeps V8 from spending 25 MB on garbage it has time for.
import { enableCompileCache, flushCompileCache } from 'node:module';

enableCompileCache();
await import('./main.ts');
// Node itself writes the cache when the process ends by itself, which a bot rarely does.
flushCompileCache();
