// The type of texts for remarks of the model, which are data: a key and arguments.

/** The texts that a catalogue needs for a union of `{ key, args? }`. */
export type TextsOf<Remark extends { readonly key: string }> = {
  readonly [K in Remark['key']]: Extract<Remark, { readonly key: K }> extends { readonly args: infer A }
    ? (args: A) => string
    : string;
};
