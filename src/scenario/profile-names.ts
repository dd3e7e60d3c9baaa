// What sets of rules may be called.
import type { Profile } from '../model/rows/words.ts';

/** The set of rules that changes nothing: every scenario has it. */
export const BARE: Profile = 'bare';

/** A name stands on command lines, between commas, and in names of folders. */
export const PROFILE_NAME = /^[\p{L}\p{N}+][\p{L}\p{N}+._=%-]{0,39}$/u;
