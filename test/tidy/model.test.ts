// What src/model may not use, because equal bytes must give equal results in Node, k6 and browsers.
// It also checks that every file of code starts by saying what it is for.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { type Token, readFiles, tokensOf } from './source.ts';

const LN = 'the engines of Node and k6 differ in its last bits: use the functions of src/model/core';
const CLOCK = 'the model owns no clock: take `now` (model µs) from the event or the runtime';
const TIMER = 'the model owns no timers: ask the runtime with `wakeAt`, or push to the heap of src/model/core';
const K6_LACKS = 'the JavaScript engine inside k6 does not have it';
const NO_IO = 'the model does no I/O: push an effect to the sink';

/**
 * Members of Math, each with the alternative. `sqrt` is exact by the standard and stays allowed.
 */
const MATH: Readonly<Record<string, string>> = {
  ...Object.fromEntries('log log2 log10 log1p exp expm1 pow'.split(' ').map((name) => [name, LN])),
  ...Object.fromEntries('sin cos tan cbrt hypot'.split(' ').map((name) => [name, `${LN}, or do without`])),
  random: 'randomness is a function: draw(seed, owner, purpose, k) of src/model/core',
};

/** Banned globals. A property of the same name (`row.process`) is allowed. */
const GLOBALS: Readonly<Record<string, string>> = {
  Date: CLOCK,
  performance: CLOCK,
  Temporal: CLOCK,
  setTimeout: TIMER,
  setInterval: TIMER,
  setImmediate: TIMER,
  queueMicrotask: 'order must not depend on the engine: do it now, or push an effect to the sink',
  structuredClone: `${K6_LACKS}: copy the fields by name`,
  URL: `${K6_LACKS}: pass parsed parts in, or build the string`,
  Intl: `${K6_LACKS}, and its data differs by version: format in src/report`,
  WeakRef: `${K6_LACKS}, and when it empties is chance: own the object and delete it`,
  FinalizationRegistry: `${K6_LACKS}, and when it fires is chance: release by hand`,
  console: NO_IO,
  process: 'the model knows no process: pass the value in',
  Buffer: 'only Node has it: use Uint8Array, or leave encoding to the runtime',
};

/** Banned methods, on any object. */
const METHODS: Readonly<Record<string, string>> = {
  toLocaleString: 'its result depends on the machine: format in src/report',
  localeCompare: 'its order depends on the machine: compare with < and >',
};

interface Finding {
  readonly name: string;
  readonly line: number;
  readonly instead: string;
}

/** Every use of a banned name. */
function bannedIn(text: string): Finding[] {
  const tokens = tokensOf(text);
  const findings: Finding[] = [];
  tokens.forEach((token, i) => {
    const found = bannedAt(tokens, i);
    if (found !== undefined) findings.push({ name: found[0], line: token.line, instead: found[1] });
  });
  return findings;
}

function bannedAt(tokens: readonly Token[], i: number): [name: string, instead: string] | undefined {
  const { kind, text } = tokens[i] as Token;
  const [before, next, afterNext] = [tokens[i - 1], tokens[i + 1], tokens[i + 2]];
  if (kind === 'sign') {
    return text === '**' || text === '**=' ? ['**', `${LN}; a power of an integer is a product`] : undefined;
  }
  if (kind !== 'word') return undefined;
  if (Object.hasOwn(METHODS, text)) return [text, METHODS[text] ?? ''];
  if (text === 'import' && next?.text === '(') return ['import()', 'k6 bundles the model whole: import at the top'];
  if (text === 'import' && next?.text === '.') return ['import.meta', 'a bundle has no place on disk: pass it in'];
  if (text === 'async' && next?.text === 'function' && afterNext?.text === '*') return ['async function*', asyncStep];
  if (text === 'async' && next?.text === '*') return ['async function*', asyncStep];
  if (text === 'for' && next?.text === 'await') return ['for await', asyncStep];

  const isProperty = before?.kind === 'sign' && (before.text === '.' || before.text === '?.');
  if (isProperty && tokens[i - 2]?.text !== 'globalThis') return undefined;
  if (Object.hasOwn(GLOBALS, text)) return [text, GLOBALS[text] ?? ''];
  if (text !== 'Math') return undefined;
  if (next?.text !== '.' || afterNext === undefined) {
    return ['Math', 'name the function where it is used (Math.floor), so that this test sees it'];
  }
  const instead = Object.hasOwn(MATH, afterNext.text) ? MATH[afterNext.text] : undefined;
  return instead === undefined ? undefined : [`Math.${afterNext.text}`, instead];
}

const asyncStep = `${K6_LACKS}, and a step is synchronous: step(state, event, out)`;

describe('src/model is pure', () => {
  const files = readFiles(['src/model'], ['.ts']);

  test('no banned names', () => {
    const findings = [...files].flatMap(([file, text]) =>
      bannedIn(text).map(({ name, line, instead }) => `${file}:${line}: ${name} is banned here. ${instead}.`),
    );
    if (findings.length > 0) assert.fail(`\n${findings.join('\n')}\n`);
  });
});

describe('the ban can fail', () => {
  const samples: Readonly<Record<string, readonly string[]>> = {
    ...Object.fromEntries(Object.keys(MATH).map((name) => [`Math.${name}`, [`const y = Math.${name}(x);`]])),
    ...Object.fromEntries(
      Object.keys(GLOBALS).map((name) => [
        name,
        [`const y = ${name}.x;`, `${name}(1);`, `new ${name}();`, `globalThis.${name};`, '`a${`b${' + name + '}`}c`;'],
      ]),
    ),
    ...Object.fromEntries(Object.keys(METHODS).map((name) => [name, [`const y = x.${name}(z);`, `x?.${name}();`]])),
    Math: ['const { log } = Math;', `Math['log'](2);`],
    '**': ['const y = x ** 2;', 'x **= 2;'],
    'async function*': ['async function* f() {}', 'class A { async *f() {} }'],
    'for await': ['async function f() { for await (const x of y) {} }'],
    'import()': [`const y = import('./x.ts');`],
    'import.meta': ['const y = import.meta;'],
  };

  for (const [name, codes] of Object.entries(samples)) {
    for (const code of codes) {
      test(`${name}: ${code}`, () => {
        const found = bannedIn(`// header\nconst before = 1 / 2 / 3;\n${code}\n`);
        assert.deepEqual(
          found.map((finding) => [finding.name, finding.line]),
          [[name, 3]],
        );
        assert.ok((found[0]?.instead.length ?? 0) > 10, 'a ban must name what to do instead');
      });
    }
  }

  test('comments, strings, regular expressions and properties are not uses', () => {
    const innocent = [
      '// Date.now() and x ** 2',
      '/** Math.log, `process` and\n * setTimeout(…) */',
      `const a = 'new Date()' + "it's Math.random()" + \`console.log \\\` \${1 + { b: '}' }.b.length} Buffer\`;`,
      `const b = /Date[/'"]Math.log/g.test(a) || c / d / /URL/.source.length;`,
      'const c = row.process + row?.performance + Math.floor(Math.sqrt(2)) + Math.imul(3, 4);',
      'function* each() {} for (const x of each()) {} async function f() { await x; }',
      `import { a } from './Date.ts';`,
    ].join('\n');
    assert.deepEqual(bannedIn(innocent), []);
  });
});

describe('headers', () => {
  /** A comment on the first line, or on the second below a `#!`. */
  const hasHeader = (text: string): boolean => /^(#!.*\n)?\s*(\/\/|\/\*|# )/.test(text);

  test('every file of code starts by saying what it is for', () => {
    const endings = ['.ts', '.mts', '.js', '.mjs', '.cjs', '.sh', '.yaml', '.yml'];
    const bare = [...readFiles(['src', 'scenarios', 'scripts', 'test'], endings)]
      .filter(([file, text]) => !hasHeader(text) && !file.startsWith('test/golden/'))
      .map(([file]) => `${file}: begin it with a comment that says what the file is for`);
    if (bare.length > 0) assert.fail(`\n${bare.join('\n')}\n`);
  });

  test('the header test can fail', () => {
    for (const text of ['', 'const a = 1; // late', '#!/usr/bin/env node\nimport a from "a";']) {
      assert.equal(hasHeader(text), false, text);
    }
    for (const text of ['// It does.', '/** It does. */', '#!/usr/bin/env node\n// It does.', '# It does.']) {
      assert.equal(hasHeader(text), true, text);
    }
  });
});
