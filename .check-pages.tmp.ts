import { readFileSync, writeFileSync, mkdirSync, mkdtempSync } from 'node:fs';
import { dirname, join } from 'node:path';
const R = '/work/wt/docs/test/docs/';
const { markOf, allPages } = await import(R + 'markdown.ts');
const { missingLines } = await import(R + 'output.ts');
const { commandsOf, bare, promisedCode, Shell } = await import(R + 'shell.ts');
const wanted = process.argv.slice(2);
for (const page of allPages()) {
  if (!wanted.some((w) => page.path.endsWith(w))) continue;
  const shell = new Shell(mkdtempSync('/tmp/outs/page-'));
  const done = new Map();
  const dump = [];
  for (const block of page.blocks) {
    const file = markOf(block, 'file');
    if (file !== undefined) { mkdirSync(dirname(join(shell.folder, file)), { recursive: true }); writeFileSync(join(shell.folder, file), block.text + '\n'); continue; }
    if (block.lang !== 'sh' || markOf(block, 'not run') !== undefined) continue;
    for (const command of commandsOf(block.text)) {
      if (/--engine (node|k6)|--target|remedies my-evening|remedies my-desk/.test(command)) continue;
      const [ran] = await shell.run([command]);
      done.set(bare(command), ran);
      dump.push(`$ ${command}   => ${ran.code} (promised ${promisedCode(command)})\n${ran.output.slice(0, 20000)}\n`);
      if (ran.code !== promisedCode(command)) console.log(`${page.path}: CODE ${ran.code} for ${command}`);
    }
  }
  for (const block of page.blocks) for (const [mark, likeness] of [['output of', 'same'], ['output like', 'like']]) {
    const command = markOf(block, mark);
    if (command === undefined) continue;
    let ran = done.get(command);
    if (ran === undefined) { [ran] = await shell.run([command]); dump.push(`$ ${command}   => ${ran.code}\n${ran.output}\n`); }
    const missing = missingLines(block.text, ran.output, likeness);
    if (missing.length) console.log(`${page.path}:${block.line}: ${command}\n` + missing.map((l) => '   - ' + l).join('\n'));
  }
  writeFileSync('/tmp/outs/' + page.path.replaceAll('/', '_') + '.txt', dump.join('\n'));
  console.log(page.path, 'done');
}
