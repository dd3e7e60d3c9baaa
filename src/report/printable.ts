// Replaces characters that XML cannot hold and Markdown should not: control characters and lone
// surrogates.

/** Replaces each of them by `�`, so that its place stays visible; tabs and line ends stay. */
export const printable = (text: string): string => text.replace(/(?![\t\n\r])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu, '\uFFFD');
