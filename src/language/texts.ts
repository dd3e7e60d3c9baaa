// What the model has to say is data, a key and its arguments; the words for it stand in the catalogue.

/** The texts that a catalogue must have for a union of `{ key, args? }`. */
export type TextsOf<Remark extends { readonly key: string }> = {
  readonly [K in Remark['key']]: Extract<Remark, { readonly key: K }> extends { readonly args: infer A }
    ? (args: A) => string
    : string;
};
