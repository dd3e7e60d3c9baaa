// The allowed names of profiles, and the name of the one that every scenario has.
import type { Profile } from '../model/rows/words.ts';

/** The profile that changes nothing; every scenario has it. */
export const BARE: Profile = 'bare';

/** Allowed names: they are used on command lines, between commas, and in folder names. */
export const PROFILE_NAME = /^[\p{L}\p{N}+][\p{L}\p{N}+._=%-]{0,39}$/u;
