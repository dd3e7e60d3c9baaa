// The judge's remarks on the evidence, as data: a name and its arguments.
// The texts are made outside the model.

/** Why the evidence is not sufficient. */
export type Remark =
  | { readonly key: 'judge.noRun' }
  | { readonly key: 'judge.noRow'; readonly args: { readonly by: string } }
  | { readonly key: 'judge.gaps'; readonly args: { readonly n: number; readonly by: string } }
  | { readonly key: 'judge.notClosed'; readonly args: { readonly by: string } }
  | { readonly key: 'judge.noVisitors'; readonly args: { readonly n: number; readonly of: number } }
  | { readonly key: 'judge.noAgents'; readonly args: { readonly n: number; readonly of: number } }
  | { readonly key: 'judge.miscounted'; readonly args: { readonly said: number; readonly held: number } }
  | { readonly key: 'judge.noDrain' }
  | { readonly key: 'judge.drainLate' }
  | { readonly key: 'judge.notRead' }
  | { readonly key: 'judge.fences'; readonly args: { readonly n: number; readonly of: number } };
