// Signs in with a slip: 16 digits typed, or the token that its QR code carries behind the #.
// The 10 digits of a group, typed or from a poster, ask for a place.
import { askForPlace } from "./asking.js";
import { hasGuestProgress, signIn } from "./me.js";
import { drawQr } from "./qr.js";

const GROUP_CODE = /^\d{10}$/;

export default async function start(main) {
  const form = main.querySelector("form");
  const fragment = location.hash.slice(1);
  if (fragment) history.replaceState(null, "", location.pathname); // the secret leaves the address at once
  const digits = form.elements.slip;
  const isCode = Boolean(digits) && GROUP_CODE.test(fragment);
  if (isCode) {
    digits.value = fragment.replace(/(...)(...)(....)/, "$1 $2 $3");
    main.querySelector("[data-message]").textContent = main.dataset.ask;
  }
  const token = isCode ? "" : fragment;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    enter(main, form, token ? { token } : { slip: digits?.value ?? "" });
  });
  main.querySelector("[data-adopt]").hidden = !(await hasGuestProgress());
}

async function enter(main, form, credentials) {
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
  if (GROUP_CODE.test(code)) await ask(main, form, code, how);
  else {
    const trouble = await signIn(credentials, how);
    if (trouble) message.textContent = main.dataset[trouble];
    else location.assign(main.dataset.next);
  }
  button.disabled = false;
}

async function ask(main, form, code, how) {
  const { made, words, trouble } = await askForPlace(code, how);
  if (!made) main.querySelector("[data-message]").textContent = words ?? main.dataset[trouble];
  else if (made.slip) showSlip(main, form, made);
  else location.assign(main.dataset.next);
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
