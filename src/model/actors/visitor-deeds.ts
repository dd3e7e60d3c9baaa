// What a visitor may do, as numbers, because a timer carries one.

/**
 * What a visitor may be about to do: at once, when a timer fires, or when the page is in front
 * again.
 */
export const SAY_TURN = 0;
export const SAY_STILL_HERE = 1;
export const LOSE_PATIENCE = 2;
export const SEE_CLOSED = 3;
export const SEE_OWN_CLOSE = 4;
export const SEE_REFUSED = 5;
export const SETTLE = 6;
export const LEAVE = 7;
export const CLICK = 8;
export type Deed =
  | typeof SAY_TURN
  | typeof SAY_STILL_HERE
  | typeof LOSE_PATIENCE
  | typeof SEE_CLOSED
  | typeof SEE_OWN_CLOSE
  | typeof SEE_REFUSED
  | typeof SETTLE
  | typeof LEAVE
  | typeof CLICK;
