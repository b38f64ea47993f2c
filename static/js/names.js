// Shows the names that are kept on this device beside the words of a group, and takes new ones.
import { eraseAll, lock, readAll, unlock, write } from "./names-vault.js";

let names = new Map();
let isOpen = false; // unlocked on this page, with or without names

export default async function start(section) {
  addEventListener("pagehide", conceal);
  addEventListener("pageshow", ({ persisted }) => persisted && show(section));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && show(section));
  if ("BroadcastChannel" in window) new BroadcastChannel("names").addEventListener("message", () => away(section));
  if (section.querySelector("[data-names-form]")) wire(section);
  await show(section);
}

async function show(section) {
  const trouble = await read().catch(() => "broken");
  if (trouble === "away" && isOpen) return; // the network is gone, the person is still here
  section.querySelector("[data-names-desk]")?.toggleAttribute("hidden", Boolean(trouble));
  const said = section.querySelector("[data-names-trouble]");
  if (said) said.textContent = trouble ? section.dataset[trouble] : "";
  if (trouble) return conceal();
  isOpen = true;
  return paint();
}

async function read() {
  const trouble = await unlock();
  if (!trouble) names = await readAll();
  return trouble;
}

function paint() {
  for (const line of document.querySelectorAll("[data-place]")) {
    const { name = "", phone = "" } = names.get(line.dataset.place) ?? {};
    for (const cell of line.querySelectorAll("[data-name]")) cell.textContent = name;
    for (const cell of line.querySelectorAll("[data-phone]")) cell.replaceChildren(...(phone ? [link(phone)] : []));
  }
}

function link(phone) {
  const anchor = document.createElement("a");
  anchor.href = `tel:${phone.replace(/[^+\d]/g, "")}`;
  anchor.textContent = phone;
  return anchor;
}

// Nothing of a name stays on the page or in memory.
function conceal() {
  lock();
  isOpen = false;
  names = new Map();
  paint();
  for (const input of document.querySelectorAll("[data-names-form] input")) input.value = "";
}

// Somebody has signed out in another tab of this browser.
function away(section) {
  conceal();
  section.querySelector("[data-names-desk]")?.setAttribute("hidden", "");
  const said = section.querySelector("[data-names-trouble]");
  if (said) said.textContent = section.dataset.out;
}

function wire(section) {
  const form = section.querySelector("[data-names-form]");
  const [place, name, phone] = ["names-place", "names-name", "names-phone"].map((id) => form.querySelector(`#${id}`));
  const said = section.querySelector("[data-names-said]");
  place.append(...[...section.querySelectorAll("tr[data-place]")].map(choice));
  place.addEventListener("change", () => {
    const { name: kept = "", phone: number = "" } = names.get(place.value) ?? {};
    name.value = kept;
    phone.value = number;
    said.textContent = "";
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!place.value) return place.focus();
    const written = await keep(place.value, { name: name.value.trim(), phone: phone.value.trim() });
    said.textContent = written ? said.dataset.saved : said.dataset.unsaved;
    if (!written) return undefined;
    form.reset();
    return place.focus();
  });
  section.querySelector("[data-names-erase]").addEventListener("click", async () => {
    await eraseAll();
    names = new Map();
    paint();
    form.reset();
    said.textContent = said.dataset.erased;
  });
  section.querySelector("[data-names-print]").addEventListener("click", () => printList(section));
}

const choice = (line) => new Option(line.querySelector("th").textContent, line.dataset.place);

async function keep(place, words) {
  try {
    await write(place, words);
    names = await readAll();
    paint();
    return true;
  } catch {
    return false; // no room, or the key is gone: what was typed stays in the fields
  }
}

function printList(section) {
  section.querySelector("details.names-list").open = true;
  document.body.dataset.print = "names";
  addEventListener("afterprint", () => delete document.body.dataset.print, { once: true });
  print();
}
