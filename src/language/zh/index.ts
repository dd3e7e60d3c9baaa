// Every text that users read, in Chinese: the same keys as in English, made from the same arguments.
import type { EN, Same } from '../en/index.ts';
import { CLI } from './cli.ts';

export const ZH: Same<typeof EN> = { ...CLI };
