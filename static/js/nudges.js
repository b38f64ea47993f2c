// Reminders: asked for late and kindly, with the words that will come; a calendar file instead; pause; one now.
import { ask, send } from "./ask.js";
import { giveCalendar } from "./calendar-file.js";
import { me, refresh } from "./me.js";
import { dayInWords, fill, momentInWords } from "./paint.js";
import { end, isWanted, subscribe, subscriptionHere } from "./reachable.js";
import { dayIn, dayOf, pauseUntil } from "./rest.js";
import { forget, keep, kept } from "./store.js";
import { isInsideAnotherApp, isInstalled, isIPhone } from "./where.js";

const QUIET = { quiet_from: "21:00", quiet_until: "08:00" };
const SAME = 10 * 60e3; // the server writes down a little later what the phone has seen already

let alarms = { region: null, after_alarm: false }; // as the plan has them

export default async function start(section) {
  const form = section.querySelector("[data-form]");
  const said = section.querySelector("[data-said]");
  const paint = () => paintAll(section, form);
  // Every button says what came of it; nothing is lost when there is no network.
  const trying = (work, words) => async () => {
    const pressed = document.activeElement;
    said.textContent = await outcome(section, work, words);
    await paint();
    if (pressed?.closest("[hidden]")) section.querySelector("[data-state]:not([hidden])")?.focus();
    said.scrollIntoView?.({ block: "nearest" });
  };
  const press = (name, work, words) => section.querySelector(name).addEventListener("click", trying(work, words));
  const { saved, sent } = section.dataset;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // The form is there for the calendar too; Enter in a field must not ask for anything else.
    if (!form.querySelector(":not([hidden]) > [type=submit]")) return;
    trying(() => askAndKeep(section, form), saved)();
  });
  form.querySelector("[data-calendar]").addEventListener("click", () => {
    const { weekdays, hour } = wishes(form);
    giveCalendar({ title: titleOf(form), example: section.dataset.example }, weekdays, hour);
  });
  press("[data-test]", () => send("POST", "/api/v1/plan/test"), sent);
  for (const button of section.querySelectorAll("[data-pause]")) {
    button.addEventListener("click", trying(async () => pauseUntil(await dayIn(Number(button.dataset.pause))), saved));
  }
  press("[data-no]", refuse, "");
  press("[data-after-all]", changeOnesMind, "");
  press("[data-stop]", () => stop(section, form), saved);
  press("[data-again] button", () => pauseUntil(null), saved);
  section.querySelector("[data-until]").addEventListener("change", ({ target }) => {
    if (target.value) trying(() => pauseUntil(target.value), saved)();
  });
  form.addEventListener("change", () => preview(form));
  form.elements.region?.addEventListener("change", () => offerAllClear(form));
  fillIn(form, (await mine())?.plan);
  preview(form);
  navigator.serviceWorker?.addEventListener("message", ({ data }) => data.pushed && paint());
  for (const name of ["me", "reachable"]) addEventListener(name, paint); // these show the form: not before it is filled in
  await paint();
}

// A browser that keeps nothing still gives a calendar.
const mine = () => me().catch(() => null);

// An answer, or words of our own. Of the connection we speak only when nothing came through it.
async function outcome({ dataset }, work, words) {
  const came = await work().catch((failure) => console.warn(failure));
  if (typeof came === "string") return came;
  if (came?.ok) return words;
  const problem = await came?.json().catch(() => null);
  return problem?.title ?? dataset.later;
}

// What will come, word for word, with every choice.
function preview(form) {
  form.querySelector("[data-shown-title]").textContent = titleOf(form);
  form.querySelector("[data-shown-text]").textContent = form.querySelector("[data-wording]").dataset[form.elements.wording.value];
}

const titleOf = (form) => form.querySelector("[name=title]:checked + span").textContent;

// Exactly one of: inside, install, none, denied, refused, guest, shared, on, or ask: the form that asks.
async function stateOf() {
  if (isInsideAnotherApp()) return "inside";
  if (isIPhone() && !isInstalled()) return "install";
  if (!("PushManager" in window) || !("Notification" in window)) return "none";
  if (Notification.permission === "denied") return "denied";
  if (await kept("personal", "nudges-refused")) return "refused";
  const stand = await me();
  if (!stand) return "guest";
  if (await kept("device", "shared")) return "shared";
  return stand.plan && (await isWanted()) && (await subscriptionHere()) ? "on" : "ask";
}

let turn = 0;

async function paintAll(section, form) {
  const own = ++turn;
  const state = await stateOf().catch(() => "none");
  if (own !== turn) return; // something newer is being painted
  for (const part of section.querySelectorAll("[data-state]")) part.hidden = !part.dataset.state.split(" ").includes(state);
  form.hidden = false;
  const may = state === "ask" || state === "on";
  for (const part of form.querySelectorAll("[data-wording], [data-alarms]")) part.hidden = !may;
  // Read first and then decide: also before the slip, or before the page stands on the first screen.
  const mayRead = may || ["guest", "install", "inside"].includes(state);
  for (const part of form.querySelectorAll("[data-preview], [data-words]")) part.hidden = !mayRead;
  for (const part of form.querySelectorAll("[data-ask]")) part.hidden = state !== "ask";
  form.querySelector("[data-change]").hidden = state !== "on";
  if (state === "on") await paintPlan(section, form, await me());
}

async function paintPlan(section, form, { plan, group, phone }) {
  const days = plan.weekdays.map((day) => form.querySelector(`[name=day][value="${day}"] + span`).textContent);
  const until = endOfPause(plan, group);
  const line = section.querySelector("[data-line]");
  section.querySelector("[data-again]").hidden = !(new Date(plan.paused_until) > new Date());
  const { on, paused, silent, dates } = section.dataset;
  if (!days.length) line.textContent = dates;
  else if (until) line.textContent = fill(paused, { day: dayInWords(until) });
  else line.textContent = plan.next_on ? fill(on, { hour: plan.hour, days: days.join(", ") }) : silent;
  section.querySelector("[data-reached]").textContent = await lastInWords(section, phone?.sent_at);
}

// Where the browser shows messages without our worker only the server knows that one went out.
async function lastInWords({ dataset }, sent) {
  const reached = await (await caches.match("/flags/pushed", { cacheName: "flags" }))?.text();
  if (sent && !(new Date(reached ?? 0) > new Date(sent) - SAME)) return fill(dataset.lastSent, { when: momentInWords(sent) });
  return reached ? fill(dataset.last, { when: momentInWords(reached) }) : dataset.never;
}

// The person's own pause, or a rest of the centre: whichever ends later, as a day of this phone.
function endOfPause({ paused_until: own, zone }, group) {
  const rest = group?.reminders_rest_until;
  const days = [new Date(own) > new Date() && dayOf(new Date(own), zone), rest > dayOf(new Date()) && rest];
  return days.filter(Boolean).sort().pop();
}

function fillIn(form, plan) {
  if (!plan) return;
  for (const box of form.querySelectorAll("[name=day]")) box.checked = plan.weekdays.includes(Number(box.value));
  form.elements.hour.value = plan.hour;
  form.elements.wording.value = plan.wording;
  const title = form.querySelector(`[name=title][value="${plan.title}"]`);
  if (title) title.checked = true; // else one that is no more: the first takes its place
  alarms = { region: plan.region, after_alarm: plan.after_alarm };
  if (!form.elements.region) return;
  form.elements.region.value = plan.region ?? "";
  form.elements.after.checked = plan.after_alarm;
  offerAllClear(form);
}

function offerAllClear(form) {
  form.querySelector("[data-after]").hidden = !form.elements.region.value;
}

// A server without a feed shows no regions; what was chosen elsewhere stays.
function chosenAlarms({ elements: { region, after } }) {
  return region ? { region: region.value || null, after_alarm: Boolean(region.value) && after.checked } : alarms;
}

function wishes(form) {
  return {
    weekdays: [...form.querySelectorAll("[name=day]:checked")].map(({ value }) => Number(value)),
    hour: form.elements.hour.value,
    wording: form.elements.wording.value,
    title: form.elements.title.value,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "Europe/Kyiv",
    paused_until: null,
    ...QUIET,
    ...chosenAlarms(form),
  };
}

// The browser asks once; whoever says no is never asked again, by it or by us. A pause goes on.
async function askAndKeep(section, form) {
  if (Notification.permission !== "granted" && (await Notification.requestPermission()) !== "granted") return refuse();
  const stand = await mine();
  const key = stand?.phone?.key ?? section.dataset.key;
  const subscription = await subscribe(key).catch((failure) => console.warn(failure));
  // Phones without the services of Google cannot, and neither can one without a connection: that is not the same.
  if (!subscription) return (await ask("/api/v1/me")) && section.dataset.fails;
  const known = await send("POST", "/api/v1/devices", subscription);
  if (!known?.ok) return known;
  await keep("personal", "reminded", true);
  return putPlan({ ...wishes(form), paused_until: stand?.plan?.paused_until ?? null });
}

async function refuse() {
  await keep("personal", "nudges-refused", true);
  await end();
  return "";
}

async function changeOnesMind() {
  await forget("personal", "nudges-refused");
  return "";
}

// On this phone at once, with or without a connection; the server follows.
async function stop({ dataset }, form) {
  await end();
  return (await putPlan({ ...wishes(form), weekdays: [] })) ?? dataset.ended;
}

async function putPlan(plan) {
  const answer = await send("PUT", "/api/v1/plan", plan);
  if (answer?.ok) await refresh({ changed: true });
  return answer;
}
