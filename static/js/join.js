// Signs in with a slip: 16 digits typed, or the token that its QR code carries behind the #.
// The 10 digits of a group, typed or from a poster, ask for a place.
import { askForPlace } from "./asking.js";
import { hasGuestProgress, signIn } from "./me.js";
import { drawQr } from "./qr.js";
import { forgetCode, hold, isHeld, keepCode, keptCode } from "./typed-offline.js";

const GROUP_CODE = /^\d{10}$/;

export default async function start(main) {
  const form = main.querySelector("form");
  const fragment = location.hash.slice(1);
  if (fragment) history.replaceState(null, "", location.pathname); // the secret leaves the address at once
  const digits = form.elements.slip;
  const isCode = Boolean(digits) && GROUP_CODE.test(fragment);
  let token = isCode ? "" : fragment;
  const drop = () => {
    token = "";
    if (digits) digits.value = "";
    say(main, "gone");
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    enter(main, form, token ? { token } : { slip: digits?.value ?? "" }, drop);
  });
  addEventListener("online", () => comeBack(main));
  main.querySelector("[data-forget]")?.addEventListener("click", () => takeAway(main, digits));
  if (isCode) show(main, digits, fragment);
  else if (digits && !fragment) await offerKept(main, digits);
  main.querySelector("[data-adopt]").hidden = !(await hasGuestProgress());
}

function show(main, digits, code) {
  digits.value = code.replace(/(...)(...)(....)/, "$1 $2 $3");
  say(main, "ask");
}

async function offerKept(main, digits) {
  const code = await keptCode();
  if (!code) return;
  main.querySelector("[data-forget]").hidden = false;
  if (digits.value) return; // somebody types already
  show(main, digits, code);
  say(main, navigator.onLine ? "backCode" : "kept");
}

// Nothing is sent by itself: what is shared stands above the button and wants to be read first.
async function comeBack(main) {
  if (main.dataset.backCode && (await keptCode())) say(main, "backCode");
  else if (isHeld()) say(main, "back");
}

async function takeAway(main, digits) {
  await forgetCode();
  digits.value = "";
  main.querySelector("[data-forget]").hidden = true;
  say(main, "forgotten");
}

function say(main, words) {
  main.querySelector("[data-message]").textContent = main.dataset[words];
}

async function enter(main, form, credentials, drop) {
  const button = form.querySelector("button[type=submit]");
  const message = main.querySelector("[data-message]");
  const code = (credentials.slip ?? "").replace(/[\s\p{Pd}]/gu, "");
  button.disabled = true;
  message.textContent = "";
  const adopt = main.querySelector("[data-adopt]");
  const how = {
    shared: form.elements.phone.value === "shared",
    adoptGuest: !adopt.hidden && form.elements.adopt.checked,
  };
  try {
    if (GROUP_CODE.test(code)) await ask(main, form, code, how, drop);
    else await goIn(main, credentials, how, drop);
  } catch (failure) {
    console.error(failure);
    say(main, "away");
  } finally {
    button.disabled = false;
  }
}

async function goIn(main, credentials, how, drop) {
  const trouble = await signIn(credentials, how);
  if (trouble === "away") hold(drop);
  if (trouble) say(main, trouble);
  else location.assign(main.dataset.next);
}

async function ask(main, form, code, how, drop) {
  const used = async (slip) => {
    await forgetCode().catch(() => {}); // the page may be left as soon as the digits stand there
    showSlip(main, form, slip);
  };
  const { made, words, trouble } = await askForPlace(code, how, used);
  if (trouble === "away") return wait(main, code, how, drop);
  if (!trouble) await forgetCode();
  main.querySelector("[data-forget]").hidden ||= !trouble;
  if (!made) main.querySelector("[data-message]").textContent = words ?? main.dataset[trouble];
  else if (!made.slip) location.assign(main.dataset.next);
}

// On a shared phone even a code stays in the open page alone.
async function wait(main, code, { shared }, drop) {
  if (shared) {
    hold(drop);
    return say(main, "away");
  }
  await keepCode(code);
  main.querySelector("[data-forget]").hidden = false;
  say(main, "kept");
}

// The digits are shown once and leave the page with it.
function showSlip(main, form, { slip, qr }) {
  const card = main.querySelector("[data-new-slip]");
  card.querySelector("[data-digits]").textContent = slip;
  card.querySelector("[data-qr]").replaceChildren(drawQr(qr));
  card.querySelector("[data-print]").addEventListener("click", () => print());
  card.querySelector("[data-written]").addEventListener("click", () => location.assign(main.dataset.next));
  form.hidden = true;
  card.hidden = false;
  card.focus();
}
