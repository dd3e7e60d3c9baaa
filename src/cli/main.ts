#!/usr/bin/env node
// The program `stillthere`: turns on Node's compile cache (22.8 and newer), then loads the rest.
import module from 'node:module';

(module as { readonly enableCompileCache?: () => unknown }).enableCompileCache?.();

await import('./command-line.ts');
