// What was typed without a network: the code of a group is kept on this phone, a slip in the open page alone.
import { forget, keep, kept } from "./store.js";

const HELD_FOR = 10 * 60e3;

// No secret, for it hangs on walls; tried once with a network or taken away, it is gone.
export const keepCode = (code) => keep("personal", "code", code);
export const keptCode = () => kept("personal", "code");
export const forgetCode = () => forget("personal", "code");

let until = 0;
let drop = () => {};

// A slip opens somebody's progress: it never reaches a store, and after ten minutes or with the page it is gone.
export function hold(gone) {
  drop = gone;
  until = Date.now() + HELD_FOR;
  setTimeout(dropOld, HELD_FOR);
}

export const isHeld = () => until > 0;

function dropOld() {
  if (until && Date.now() >= until) dropNow();
}

function dropNow() {
  if (until) drop();
  until = 0;
}

document.addEventListener("visibilitychange", dropOld);
addEventListener("pagehide", dropNow);
