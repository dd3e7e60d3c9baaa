// Writes the scenario of `stillthere init`: short, commented in the user's language, with something
// to find.
import { parse } from 'yaml';
import { say, spoken } from '../language/language.ts';

export interface First {
  readonly name: string;
  readonly form: 'yaml' | 'ts';
  /** Path of the JSON Schema, relative to the file. */
  readonly schema: string;
  /** Name of the file, for the commands at its top. */
  readonly file: string;
}

/** Each part of the file with the comment above it. */
function parts({ name }: First): readonly (readonly [comment: string | undefined, yaml: string])[] {
  return [
    [
      undefined,
      `name: ${name}
shows: ${say('init.shows')}
seed: 7 # ${say('init.seed')}
locale: ${spoken() === 'en' ? 'en' : 'zh_CN'} # ${say('init.locales')}`,
    ],
    [
      say('init.arrivals'),
      `arrivals:
  - { name: ${say('init.calm')}, for: 10m, visitors: 20 }
  - { name: ${say('init.rush')}, for: 10m, visitors: 60, ramp: [1, 2] }
  - { name: ${say('init.after')}, for: 10m, visitors: 20 }
channels: { web: 2, app: 1 }`,
    ],
    [
      say('init.personas'),
      `personas:
  shopper:
    weight: 2
    trade: pre_sale
    turns: 4
    think: { usually: { median: 60s, sigma: 1.3, cap: 20m }, sometimes: { from: 10m, to: 20m }, share: 80 }
    endings: { closes: 30, goodbye: 30, silent: 40 }
  customer:
    weight: 1
    trade: after_sale
    turns: 5
    think: { median: 2m, sigma: 1.5, cap: 20m }
    endings: { closes: 20, goodbye: 40, silent: 40 }`,
    ],
    [
      say('init.habits'),
      `habits:
  phone in the pocket: { kind: frozen, share: 200, onset: { mean: 3m }, length: { median: 5m, sigma: 1, cap: 20m } }`,
    ],
    [say('init.agents'), 'agents: { count: 12, answer: { median: 25s, sigma: 0.7 } }'],
    [
      say('init.rules'),
      `rules:
  idle: { after: 10m }
  afterClose: { policy: new_session, byChannel: { app: drop } }
  agents: { capacity: 5 }`,
    ],
    [
      say('init.profiles'),
      `profiles:
  bare: {}
  all:
    prompt: { before: 3m, text: '${say('init.prompt')}' }
    afterClose: { policy: leave_message }
    queue: { timeout: 8m, then: leave_message }`,
    ],
    [say('init.expect'), 'expect: { missedRate: 0.03 }'],
    [say('init.speed'), 'speed: 150'],
  ];
}

/** The text of the file, in the language of this process. */
export function firstScenario(first: First): string {
  const commands = [
    say('init.top'),
    `  npx stillthere plan ${first.file}`,
    `  npx stillthere run ${first.file} --engine sim --profile bare,all`,
  ];
  return first.form === 'yaml' ? asYaml(first, commands) : asTypeScript(first, commands);
}

/** A text as comment lines; empty without a text. */
const commented = (mark: string, text: string | undefined): string =>
  text === undefined ? '' : text.replace(/^/gm, `${mark} `).concat('\n');

function asYaml(first: First, commands: readonly string[]): string {
  const body = parts(first).map(([comment, yaml]) => `\n${commented('#', comment)}${yaml}\n`);
  return `# yaml-language-server: $schema=${first.schema}\n${commented('#', commands.join('\n'))}${body.join('')}`;
}

function asTypeScript(first: First, commands: readonly string[]): string {
  const body = parts(first).map(([comment, yaml]) => {
    const lines = Object.entries(parse(yaml) as Record<string, unknown>).map(
      ([key, value]) => `  ${keyText(key)}: ${literal(value, '  ')},`,
    );
    return `${commented('  //', comment)}${lines.join('\n')}\n`;
  });
  return `${commented('//', commands.join('\n'))}import { defineScenario } from 'stillthere';\n\nexport default defineScenario({\n${body.join('\n')}});\n`;
}

/** The longest line of TypeScript, columns; a longer value is laid out over several lines. */
const WIDE = 100;

/** A value as TypeScript, on one line where it fits. */
function literal(value: unknown, indent: string): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Array.isArray(value)
    ? (value as unknown[]).map((item) => ['', item] as const)
    : Object.entries(value).map(([key, item]) => [`${keyText(key)}: `, item] as const);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{ ', ' }'];
  const flat = `${open}${entries.map(([key, item]) => `${key}${literal(item, '')}`).join(', ')}${close}`;
  if (entries.length === 0) return flat.replaceAll(' ', '');
  if (!flat.includes('\n') && indent.length + flat.length <= WIDE) return flat;
  const lines = entries.map(([key, item]) => `${indent}  ${key}${literal(item, `${indent}  `)},\n`);
  return `${open.trim()}\n${lines.join('')}${indent}${close.trim()}`;
}

const quoted = (text: string): string =>
  text.includes("'") && !text.includes('"') ? `"${text}"` : `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const keyText = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key));
