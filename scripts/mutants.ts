// Breaks the code in known ways, one at a time in a
// copy of the project, and checks that the tests fail.
//
//   npm run mutants                      all of them, two at a time
//   npm run mutants -- --only judge      those whose name or file holds the word
//
// It ends with 1 when a mutant survives, or when its text is no longer in the source and must be
// written anew. test/scripts/mutants.test.ts finds the second case in seconds.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { MUTANTS } from './mutants/all.ts';
import { Lab, type Tried } from './mutants/lab.ts';
import type { Mutant, Red } from './mutants/mutant.ts';

/** How many mutants are tried at the same time, each in its own copy. */
const SIDE_BY_SIDE = 2;

/** Works through `jobs` in all labs at the same time. */
async function inLabs<J>(labs: readonly Lab[], jobs: readonly J[], work: (lab: Lab, job: J) => Promise<void>) {
  const left = [...jobs];
  await Promise.all(
    labs.map(async (lab) => {
      for (let job = left.shift(); job !== undefined; job = left.shift()) await work(lab, job);
    }),
  );
}

/**
 * Checks that the tests pass without a mutant; a failing test would make every mutant look caught.
 */
async function checkSound(labs: readonly Lab[], mutants: readonly Mutant[]): Promise<void> {
  const tests = new Map(mutants.flatMap(({ red }) => red.map((one) => [one.join(': '), one] as const)));
  const files = new Set([...tests.values()].map(([file]) => file));
  await inLabs(labs, [...files], async (lab, file) => {
    const red: Red[] = await lab.redAsItIs([...tests.values()].filter(([of]) => of === file));
    if (red.length > 0) throw new Error(`red without any mutant: ${red.map((one) => one.join(': ')).join(', ')}`);
  });
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = ({ mutant, is, told, seconds }: Tried): string =>
  `| ${cell(mutant.name)} | ${mutant.file} | ${is} | ${cell(told.join('; '))} | ${seconds.toFixed(1)} |`;

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const word = values.only ?? '';
const chosen = MUTANTS.filter(({ name, file }) => `${name} ${file}`.includes(word));
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const usual = new Map<string, number>();
const labs = Array.from({ length: SIDE_BY_SIDE }, () => new Lab(root, usual));
const tried: Tried[] = [];
try {
  await checkSound(labs, chosen);
  await inLabs(labs, chosen, async (lab, mutant) => {
    const one = await lab.try(mutant);
    tried.push(one);
    console.log(`${one.is.padEnd(6)} ${one.seconds.toFixed(1).padStart(5)} s  ${mutant.file}: ${mutant.name}`);
  });
} finally {
  for (const lab of labs) lab.close();
}
tried.sort((a, b) => MUTANTS.indexOf(a.mutant) - MUTANTS.indexOf(b.mutant));
console.log(`\n| mutant | file | is | killed by, or still green | seconds |\n| --- | --- | --- | --- | ---: |`);
for (const one of tried) console.log(row(one));
const count = (is: Tried['is']): number => tried.filter((one) => one.is === is).length;
console.log(`\n${count('killed')} killed, ${count('alive')} alive, ${count('unfit')} do not fit`);
process.exitCode = tried.length > 0 && count('killed') === tried.length ? 0 : 1;
