// Texts of the command line in English.
export const CLI = {
  'cli.says': 'Load testing and session-timeout simulation for live-chat desks',
  'cli.internal': (a: { what: string }) => `internal error, please report it: ${a.what}`,
} as const;
