// Reads docker-compose.yml as Docker would: parsed, merged, and with the defaults of its variables.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../../src/system/entry.ts';

export interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly args?: Readonly<Record<string, string>> };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly profiles?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: Readonly<Record<string, unknown>> & { readonly test: readonly string[] };
  readonly restart?: string;
  readonly init?: boolean;
}

export interface Compose {
  readonly name: string;
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** A path of the project, read as text. */
export const read = (path: string): string => readFileSync(join(projectRoot(), path), 'utf8');

/**
 * Replaces `${NAME:-default}` by its default. Every
 * variable needs one, or a fresh checkout would not start.
 */
export const withDefaults = (text: string): string =>
  text.replace(/\$\{(\w+)(?::-([^}]*))?\}/g, (_, name: string, value: string | undefined) => {
    if (value === undefined) throw new Error(`the variable ${name} has no default`);
    return value;
  });

export const COMPOSE_TEXT = read('docker-compose.yml');
export const compose = parse(withDefaults(COMPOSE_TEXT), { merge: true }) as Compose;

/** Name, tag and digest, so that the image never changes. */
export const PINNED = /^[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$/;
