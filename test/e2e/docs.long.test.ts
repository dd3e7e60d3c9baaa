// Pages whose commands measure real time: each command
// runs and prints as shown (other pages: test/docs/).
import test from 'node:test';
import { checkPage, isInRealTime } from '../docs/check.ts';
import { allPages } from '../docs/markdown.ts';
import { skipK6 } from './support.ts';

for (const page of allPages().filter(isInRealTime)) {
  const needsK6 = page.blocks.some(({ lang, text }) => lang === 'sh' && text.includes('--engine k6'));
  test(page.path, { skip: needsK6 && skipK6 }, () => checkPage(page));
}
