// Reminders: asked for late and kindly, with the words that will come; a calendar file instead; pause; one now.
import { send } from "./ask.js";
import { me, refresh } from "./me.js";
import { dayInWords, fill, momentInWords } from "./paint.js";
import { keep, kept } from "./store.js";
import { isInsideAnotherApp, isInstalled, isIPhone } from "./where.js";

const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const WEEK = 7 * 24 * 3600e3;
const QUIET = { quiet_from: "21:00", quiet_until: "08:00" };

let alarms = { region: null, after_alarm: false }; // as the plan has them

export default async function start(section) {
  const form = section.querySelector("[data-form]");
  const said = section.querySelector("[data-said]");
  const paint = () => paintAll(section, form);
  // Every button says what came of it; nothing is lost when there is no network.
  const trying = (work, words) => async () => {
    said.textContent = (await work().catch(() => false)) ? words : section.dataset.later;
    await paint();
  };
  const change = (more) => putPlan({ ...wishes(form), ...more });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    trying(() => askAndKeep(section, form), section.dataset.saved)();
  });
  form.querySelector("[data-calendar]").addEventListener("click", () => giveCalendar(section, form));
  const press = (name, work, words) => section.querySelector(name).addEventListener("click", trying(work, words));
  press("[data-test]", () => does("POST", "/api/v1/plan/test", {}), section.dataset.sent);
  press("[data-pause]", () => change({ paused_until: new Date(Date.now() + WEEK).toISOString() }), section.dataset.saved);
  press("[data-no]", () => refuse(), "");
  press("[data-stop]", () => stop(change), section.dataset.saved);
  section.querySelector("[data-until]").addEventListener("change", ({ target }) => {
    if (target.value) trying(() => change({ paused_until: target.value }), section.dataset.saved)();
  });
  form.addEventListener("change", () => preview(form));
  navigator.serviceWorker?.addEventListener("message", ({ data }) => data.pushed && paint());
  form.elements.region?.addEventListener("change", () => offerAllClear(form));
  fillIn(form, (await me())?.plan);
  preview(form);
  await paint();
}

// What will come, word for word, with every choice.
function preview(form) {
  form.querySelector("[data-shown-title]").textContent = titleOf(form);
  form.querySelector("[data-shown-text]").textContent = form.querySelector("[data-wording]").dataset[form.elements.wording.value];
}

const titleOf = (form) => form.querySelector("[name=title]:checked + span").textContent;

// Exactly one of: on, guest, shared, install, inside, none, refused, or nothing beside the form that asks.
async function stateOf() {
  if (isInsideAnotherApp()) return "inside";
  if (isIPhone() && !isInstalled()) return "install";
  if (!("PushManager" in window) || !("Notification" in window)) return "none";
  if (Notification.permission === "denied" || (await kept("device", "nudges-refused"))) return "refused";
  const mine = await me();
  if (!mine) return "guest";
  if (await kept("device", "shared")) return "shared";
  return Notification.permission === "granted" && mine.plan?.weekdays.length ? "on" : "ask";
}

async function paintAll(section, form) {
  const state = await stateOf();
  for (const part of section.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
  form.hidden = false;
  const may = state === "ask" || state === "on";
  for (const part of form.querySelectorAll("[data-wording], [data-preview], [data-alarms]")) part.hidden = !may;
  for (const part of form.querySelectorAll("[data-ask]")) part.hidden = state !== "ask";
  form.querySelector("[data-change]").hidden = state !== "on";
  if (state === "on") await paintPlan(section, form, (await me()).plan);
}

async function paintPlan(section, form, plan) {
  const days = plan.weekdays.map((day) => form.querySelector(`[name=day][value="${day}"] + span`).textContent);
  const until = endOfPause(plan, (await me()).group);
  const line = section.querySelector("[data-line]");
  if (until) line.textContent = fill(section.dataset.paused, { day: dayInWords(until) });
  else if (plan.next_on) line.textContent = fill(section.dataset.on, { hour: plan.hour, days: days.join(", ") });
  else line.textContent = section.dataset.silent;
  const at = await (await (await caches.open("flags")).match("/flags/pushed"))?.text();
  section.querySelector("[data-reached]").textContent = at
    ? fill(section.dataset.last, { when: momentInWords(at) })
    : section.dataset.never;
}

// The person's own pause, or a rest of the centre: whichever ends later, as a day of this phone.
function endOfPause({ paused_until: own }, group) {
  const rest = group?.reminders_rest_until;
  const days = [new Date(own) > new Date() && dayOf(new Date(own)), rest > dayOf(new Date()) && rest];
  return days.filter(Boolean).sort().pop();
}

const dayOf = (moment) => moment.toLocaleDateString("sv"); // 2026-12-01

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

// The browser asks once; whoever says no is never asked again, by it or by us.
async function askAndKeep(section, form) {
  if (Notification.permission !== "granted" && (await Notification.requestPermission()) !== "granted") {
    return refuse();
  }
  const registration = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: section.dataset.key };
  const subscription = (await registration.pushManager.getSubscription()) ?? (await registration.pushManager.subscribe(options));
  return (await does("POST", "/api/v1/devices", subscription)) && putPlan(wishes(form));
}

async function refuse() {
  await keep("device", "nudges-refused", true);
  return true;
}

async function stop(change) {
  if (!(await change({ weekdays: [] }))) return false;
  const registration = await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.getSubscription();
  if (subscription) await does("DELETE", "/api/v1/devices", { endpoint: subscription.endpoint });
  await subscription?.unsubscribe();
  return true;
}

async function putPlan(plan) {
  const isKept = await does("PUT", "/api/v1/plan", plan);
  if (isKept) await refresh({ changed: true });
  return isKept;
}

const does = async (...words) => Boolean((await send(...words))?.ok);

// Made on the phone, so that nobody needs to know; neutral words, every week, hours of the phone's own clock.
function giveCalendar(section, form) {
  const { weekdays, hour } = wishes(form);
  const words = { title: titleOf(form), example: section.dataset.example };
  const link = document.createElement("a");
  const file = new Blob([calendar(words, weekdays.length ? weekdays : [2, 5], hour || "19:00")], { type: "text/calendar" });
  link.href = URL.createObjectURL(file);
  link.download = "reminder.ics";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10e3);
}

export function calendar({ title, example }, weekdays, hour, from = new Date()) {
  const first = new Date(from);
  while (!weekdays.includes(first.getDay() || 7)) first.setDate(first.getDate() + 1);
  const two = (number) => String(number).padStart(2, "0");
  const day = `${first.getFullYear()}${two(first.getMonth() + 1)}${two(first.getDate())}`;
  const words = (text) => text.replace(/[\\,;]/g, "\\$&");
  return [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//reminder//EN", "BEGIN:VEVENT",
    `UID:${crypto.randomUUID?.() ?? from.getTime()}`,
    `DTSTAMP:${from.toISOString().replace(/[-:]|\.\d+/g, "")}`,
    `DTSTART:${day}T${hour.replace(":", "")}00`, "DURATION:PT10M",
    `RRULE:FREQ=WEEKLY;BYDAY=${weekdays.map((each) => DAYS[each - 1]).join(",")}`,
    `SUMMARY:${words(title)}`, `DESCRIPTION:${words(example)}`,
    "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT0M", `DESCRIPTION:${words(title)}`, "END:VALARM",
    "END:VEVENT", "END:VCALENDAR", "",
  ].join("\r\n");
}
