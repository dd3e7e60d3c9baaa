// Text that every reader of documents takes: XML cannot hold control characters or half surrogates, and Markdown should not.

/** Puts `�` for each of them, so that it is seen to have been there; tabs and line ends stay. */
export const printable = (text: string): string => text.replace(/(?![\t\n\r])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu, '\uFFFD');
