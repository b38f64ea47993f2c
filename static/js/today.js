// Paints the first page: what comes next, the group, the dots of practice.
import { today } from "./diary.js";
import { allProgress, practiceDays } from "./done.js";
import { fill, lastDays, meetingInWords, paintDots } from "./paint.js";
import { kept } from "./store.js";

const LONG_AWAY = 14 * 24 * 3600e3;

export default function start(main) {
  const paint = () => paintAll(main).catch((failure) => console.error(failure));
  paint();
  addEventListener("me", paint);
  addEventListener("diary", paint);
}

async function paintAll(main) {
  const [progress, days, me] = [await allProgress(), await practiceDays(), await kept("personal", "me")];
  if (progress.size || days.length || me) await greet(main);
  paintNext(main.querySelector("[data-next]"), progress, me?.assignments ?? []);
  paintGroup(main.querySelector("[data-group]"), me);
  paintPractice(main.querySelector("[data-practice]"), days);
  paintKit(main.querySelector("[data-kit]"), (await kept("notes", "kit"))?.exercises ?? []);
  main.querySelector("[data-for-guest]").hidden = Boolean(me);
}

async function greet(main) {
  const hour = new Date().getHours();
  const { morning, afternoon, evening, back } = main.dataset;
  const used = await kept("device", "used-before");
  const words = hour < 4 || hour >= 17 ? evening : hour < 12 ? morning : afternoon;
  main.querySelector("h1").textContent = used && Date.now() - used > LONG_AWAY ? back : words;
}

// The module of the group first, then the first one that is not finished.
function paintNext(card, progress, assignments) {
  if (!card) return;
  const modules = [...card.querySelectorAll("[data-step-of]")];
  const given = assignments.map(({ module }) => module).filter((id) => !progress.get(id)?.done);
  const next =
    modules.find((element) => given.includes(element.dataset.stepOf)) ??
    modules.find((element) => !progress.get(element.dataset.stepOf)?.done) ??
    modules[0];
  for (const element of modules) element.hidden = element !== next;
  const there = progress.get(next.dataset.stepOf);
  const steps = next.dataset.steps.split(" ");
  const link = next.querySelector(".button");
  const status = next.querySelector("[data-status]");
  next.querySelector("[data-mark]").textContent = given.includes(next.dataset.stepOf) ? `· ${card.dataset.given}` : "";
  if (!there?.steps.length) return;
  const done = steps.filter((step) => there.steps.includes(step)).length;
  const bar = next.querySelector("[data-bar]");
  bar.hidden = false;
  bar.firstElementChild.style.setProperty("--done", there.done ? 1 : done / steps.length);
  link.textContent = there.done ? card.dataset.again : card.dataset.continue;
  const position = Math.min(steps.indexOf(there.at) + 2, steps.length);
  status.textContent = there.done ? card.dataset.done : fill(card.dataset.where, { step: position, steps: steps.length });
}

function paintGroup(card, me) {
  card.hidden = !me?.group;
  if (!me?.group) return;
  const meeting = me.next_meeting;
  card.querySelector("[data-meeting]").textContent = meeting
    ? fill(card.dataset.when, { when: meetingInWords(meeting) })
    : card.dataset.none;
}

function paintPractice(card, days) {
  const practised = new Set(days.map(({ day }) => day));
  card.hidden = practised.size === 0;
  if (card.hidden) return;
  const week = lastDays(7);
  const count = week.filter((day) => practised.has(day)).length;
  paintDots(card.querySelector(".dots"), week, practised, fill(card.dataset.label, { days: count }));
  const month = today().slice(0, 7);
  const times = days.filter(({ day }) => day.startsWith(month)).length;
  card.querySelector("[data-month-line]").textContent = fill(card.dataset.month, { times });
}

// What the person put into the kit, in the language it was chosen in.
function paintKit(card, exercises) {
  card.hidden = exercises.length === 0;
  const lines = exercises.map(({ path, title, lang }) => {
    const link = Object.assign(document.createElement("a"), { textContent: title, lang });
    link.href = `/${document.documentElement.lang}/${path}`;
    const line = document.createElement("li");
    line.append(link);
    return line;
  });
  card.querySelector("ul").replaceChildren(...lines);
}
