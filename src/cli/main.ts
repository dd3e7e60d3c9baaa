#!/usr/bin/env node
// The program `stillthere`: turns on Node's compile cache (22.8 and newer), then loads the rest.
import module from 'node:module';

// For the sources, tsx has a cache of its own.
if (import.meta.url.endsWith('.js')) (module as { readonly enableCompileCache?: () => unknown }).enableCompileCache?.();

await import('./command-line.ts');
