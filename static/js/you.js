// Settings and my data: a slip for the progress, leaving, erasing.
import { eraseOnServer, eraseThisPhone, keepProgress, me, signOut, unsentCount } from "./me.js";
import { tryNow } from "./outbox.js";
import { fill } from "./paint.js";
import { drawQr } from "./qr.js";
import { kept } from "./store.js";

export default async function start(main) {
  // First what a finger may touch, then what is shown: a button that is there has to answer.
  wireKeeping(main);
  wireLeaving(main);
  wireErasing(main);
  addEventListener("outbox", () => paintUnsent(main));
  await paint(main);
}

async function paint(main) {
  const mine = await me();
  main.querySelector("[data-for-guest]").hidden = Boolean(mine);
  for (const card of main.querySelectorAll("[data-for-participant]")) card.hidden = !mine;
  const line = main.querySelector("[data-whose-line]");
  line.textContent = (await kept("device", "shared")) ? line.dataset.shared : line.dataset.mine;
  await paintUnsent(main);
}

async function paintUnsent(main) {
  const count = await unsentCount();
  const line = main.querySelector("[data-unsent-line]");
  line.textContent = count ? fill(line.dataset.some, { count }) : line.dataset.none;
  if (!count) main.querySelector("[data-warning]").hidden = true;
}

function wireKeeping(main) {
  const slip = main.querySelector("[data-new-slip]");
  const said = main.querySelector("[data-keep-said]");
  const button = main.querySelector("[data-keep]");
  const show = (made) => {
    main.querySelector("[data-digits]").textContent = made.slip;
    main.querySelector("[data-qr]").replaceChildren(drawQr(made.qr));
    main.querySelector("[data-for-guest]").hidden = true;
    slip.hidden = false;
    slip.focus();
  };
  button.addEventListener("click", async () => {
    button.disabled = true;
    said.textContent = "";
    const shared = main.querySelector("[name=whose]:checked").value === "shared";
    try {
      if (!(await keepProgress({ shared }, show))) said.textContent = said.dataset.away;
    } catch (failure) {
      console.error(failure);
      if (slip.hidden) said.textContent = said.dataset.away;
    } finally {
      button.disabled = false;
    }
    await paint(main);
  });
  main.querySelector("[data-print]").addEventListener("click", () => print());
  main.querySelector("[data-written]").addEventListener("click", () => {
    slip.hidden = true;
    main.querySelector("[data-digits]").textContent = "";
    main.querySelector("[data-qr]").replaceChildren();
  });
}

function wireLeaving(main) {
  const warning = main.querySelector("[data-warning]");
  main.querySelector("[data-sign-out]").addEventListener("click", async () => {
    await tryNow();
    const count = await unsentCount();
    if (!count) return leave();
    const line = main.querySelector("[data-warning-line]");
    line.textContent = fill(line.dataset.text, { count });
    const discard = main.querySelector("[data-discard]");
    discard.textContent = fill(discard.dataset.text, { count });
    warning.hidden = false;
    warning.focus();
    return undefined;
  });
  main.querySelector("[data-wait]").addEventListener("click", () => {
    warning.hidden = true;
  });
  main.querySelector("[data-discard]").addEventListener("click", leave);
}

async function leave() {
  await signOut();
  location.replace(`/${document.documentElement.lang}/`);
}

function wireErasing(main) {
  asksFirst(main, "erase", async () => {
    if (await eraseThisPhone()) location.replace(`/${document.documentElement.lang}/pause`);
    else sayErased(main);
  });
  const said = main.querySelector("[data-forget-said]");
  asksFirst(main, "forget", async () => {
    if (await eraseOnServer()) location.replace(`/${document.documentElement.lang}/`);
    else said.textContent = said.dataset.away;
  });
}

// The cookie cannot be taken from here, only by the server: what is still to come is said.
function sayErased(main) {
  const words = main.querySelector("[data-erased]");
  for (const part of main.children) part.hidden = part !== words;
  words.focus();
}

// A button opens a warning; only the second tap acts.
function asksFirst(main, name, act) {
  const warning = main.querySelector(`[data-${name}-warning]`);
  main.querySelector(`[data-${name}]`).addEventListener("click", () => {
    warning.hidden = false;
    warning.focus();
  });
  main.querySelector(`[data-${name}-no]`).addEventListener("click", () => {
    warning.hidden = true;
  });
  main.querySelector(`[data-${name}-yes]`).addEventListener("click", act);
}
