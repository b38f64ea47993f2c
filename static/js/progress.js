// Paints the person's own evidence: four weeks of dots, what was opened and finished.
import { today } from "./diary.js";
import { allProgress, practiceDays } from "./done.js";
import { fill, lastDays, paintDots } from "./paint.js";

const WEEKS = 28;

export default async function start(main) {
  const [progress, days] = [await allProgress(), await practiceDays()];
  const nothing = progress.size === 0 && days.length === 0;
  main.querySelector("[data-none]").hidden = !nothing;
  main.querySelector("[data-some]").hidden = nothing;
  if (nothing) return;

  const practised = new Set(days.map(({ day }) => day));
  const shown = lastDays(WEEKS);
  const count = shown.filter((day) => practised.has(day)).length;
  paintDots(main.querySelector(".dots"), shown, practised, fill(main.dataset.label, { days: count }));
  const month = today().slice(0, 7);
  const times = days.filter(({ day }) => day.startsWith(month)).length;
  main.querySelector("[data-month-line]").textContent = times ? fill(main.dataset.times, { times }) : "";

  const titles = await titlesOf([...progress.keys()]);
  main.querySelector("[data-modules]").replaceChildren(
    ...[...progress].map(([id, { done }]) => line(id, titles.get(id) ?? id, done ? main.dataset.done : main.dataset.started)),
  );
}

function address(id) {
  const language = document.documentElement.lang;
  return id.startsWith("now-") ? `/${language}/now/${id}` : `/${language}/modules/${id}`;
}

// Titles stand on the pages the phone keeps; no list of them is sent to every page.
async function titlesOf(ids) {
  const pairs = ids.map(async (id) => {
    const answer = await fetch(address(id)).catch(() => null);
    const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    return [id, page?.querySelector("h1")?.textContent.trim()];
  });
  return new Map(await Promise.all(pairs));
}

function line(id, title, state) {
  const link = Object.assign(document.createElement("a"), { href: address(id), textContent: title });
  link.append(Object.assign(document.createElement("span"), { className: "small", textContent: state }));
  const item = document.createElement("li");
  item.append(link);
  return item;
}
