// Copies of the project in which mutants are tried, so that the project itself stays unchanged.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mutated, type Mutant, type Red } from './mutant.ts';

/** The parts of the project that tests read. */
const PARTS = ['package.json', 'tsconfig.json', 'src', 'test', 'scenarios', 'presets', 'docs', 'scripts'];
/** Longest time for a test file without a mutant. */
const SOUND_MS = 600_000;
/**
 * A mutant may make a test run for ever. A file counts as endless
 * after this time, and after this many times its usual time.
 */
const ENDLESS_MS = 120_000;
const ENDLESS_TIMES = 5;

/**
 * The result for a mutant: killed when all of its tests fail, alive when one passes, unfit when its
 * text is gone or a test file does not load.
 */
export interface Tried {
  readonly mutant: Mutant;
  readonly is: 'killed' | 'alive' | 'unfit';
  /** Tests that passed, when it is alive; else those that failed, or why it could not be tried. */
  readonly told: readonly string[];
  readonly seconds: number;
}

/** A copy of the project. */
export class Lab {
  readonly #at: string;
  /** By test file: how long its tests took without a mutant, in any copy. ms */
  readonly #usual: Map<string, number>;

  constructor(root: string, usual: Map<string, number>) {
    this.#usual = usual;
    this.#at = mkdtempSync(join(tmpdir(), 'stillthere-mutants-'));
    for (const part of PARTS) cpSync(join(root, part), join(this.#at, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(this.#at, 'node_modules'), 'junction');
  }

  close(): void {
    rmSync(this.#at, { recursive: true, force: true });
  }

  /** Which of these tests fail without a mutant. It also records how long they take. */
  async redAsItIs(tests: readonly Red[]): Promise<Red[]> {
    const began = performance.now();
    const red = await this.redOf(tests);
    for (const [file] of tests) this.#usual.set(file, performance.now() - began);
    return red;
  }

  /**
   * Which of these tests fail. In a file that does not end, all of them do.
   * @throws Error for a file that does not load, because that shows nothing
   */
  async redOf(tests: readonly Red[]): Promise<Red[]> {
    const found: Red[] = [];
    for (const file of new Set(tests.map(([of]) => of))) {
      const wanted = tests.filter(([of]) => of === file);
      const names = await this.#play(
        file,
        wanted.map(([, test]) => test),
      );
      found.push(...wanted.filter(([, test]) => names === 'endless' || names.some((name) => name.includes(test))));
    }
    return found;
  }

  async try(mutant: Mutant): Promise<Tried> {
    const began = performance.now();
    const seconds = (): number => Math.round((performance.now() - began) / 100) / 10;
    const path = join(this.#at, 'src', `${mutant.file}.ts`);
    let source: string;
    try {
      source = readFileSync(path, 'utf8');
      writeFileSync(path, mutated(source, mutant));
    } catch (error) {
      return { mutant, is: 'unfit', told: [(error as Error).message], seconds: 0 };
    }
    try {
      const red = await this.redOf(mutant.red);
      const green = mutant.red.filter((one) => !red.includes(one));
      const told = (green.length > 0 ? green : red).map(([file, test]) => `${file}: ${test}`);
      return { mutant, is: green.length > 0 ? 'alive' : 'killed', told, seconds: seconds() };
    } catch (error) {
      return { mutant, is: 'unfit', told: [(error as Error).message], seconds: seconds() };
    } finally {
      writeFileSync(path, source);
    }
  }

  /**
   * Names of the tests of a file that fail, or `endless`.
   * @throws Error when the file ends with an error and no test has failed
   */
  #play(file: string, tests: readonly string[]): Promise<readonly string[] | 'endless'> {
    const patterns = tests.map((test) => `--test-name-pattern=${test.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')}`);
    const args = ['--import', 'tsx', '--test-reporter=tap', ...patterns, `test/${file}.test.ts`];
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, args, { cwd: this.#at, env, stdio: ['ignore', 'pipe', 'ignore'] });
      let isEndless = false;
      const usual = this.#usual.get(file);
      const limit = usual === undefined ? SOUND_MS : Math.max(ENDLESS_MS, ENDLESS_TIMES * usual);
      const timer = setTimeout(() => {
        isEndless = true;
        child.kill('SIGKILL');
      }, limit);
      let text = '';
      child.stdout.setEncoding('utf8').on('data', (more: string) => (text += more));
      child.once('close', (code) => {
        clearTimeout(timer);
        const names = [...text.matchAll(/^ *not ok \d+ - (.*)$/gm)].map((match) => match[1] ?? '');
        if (isEndless) resolve('endless');
        else if (code === 0 || names.length > 0) resolve(names);
        else reject(new Error(`test/${file}.test.ts does not load, which shows nothing of its tests`));
      });
    });
  }
}
