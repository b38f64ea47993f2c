// Marks whether a centre is open today; the hours stand on the page, the day is the phone's.
import { fill, KYIV } from "./paint.js";

export default function start(element) {
  const places = element.matches("[data-hours]") ? [element] : element.querySelectorAll("[data-hours]");
  for (const place of places) mark(place, element.dataset);
}

function mark(place, words) {
  const kyiv = new Date(new Date().toLocaleString("en-US", { timeZone: KYIV }));
  const two = (number) => String(number).padStart(2, "0");
  const today = `${kyiv.getFullYear()}-${two(kyiv.getMonth() + 1)}-${two(kyiv.getDate())}`;
  const special = JSON.parse(place.dataset.special ?? "{}");
  const spans = special[today] ?? JSON.parse(place.dataset.hours)[String(kyiv.getDay() || 7)] ?? [];
  const now = `${two(kyiv.getHours())}:${two(kyiv.getMinutes())}`;
  const line = place.querySelector("[data-today]");
  if (!line) return;
  const open = spans.find(([from, until]) => from <= now && now < until);
  const later = spans.find(([from]) => now < from);
  if (open) line.textContent = fill(words.openUntil, { time: open[1] });
  else if (later) line.textContent = fill(words.opensAt, { time: later[0] });
  else line.textContent = words.closed;
  line.hidden = false;
  place.querySelector(`[data-day="${kyiv.getDay() || 7}"]`)?.classList.add("is-today");
}
