#!/usr/bin/env node
// The program `stillthere`. It only turns on Node's cache of compiled code, where Node has one (22.8 and newer), before the rest is loaded.
import module from 'node:module';

// For the sources, tsx has a cache of its own.
if (import.meta.url.endsWith('.js')) (module as { readonly enableCompileCache?: () => unknown }).enableCompileCache?.();

await import('./command-line.ts');
