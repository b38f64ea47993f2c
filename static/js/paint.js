// Small pieces of painting that several pages need; words come from the page.
import { today } from "./diary.js";

// The name by which every phone knows this zone: those of before 2022 refuse the newer one.
export const KYIV = "Europe/Kiev";
const DAY = 24 * 3600e3;

export const fill = (text, values) =>
  Object.entries(values).reduce((line, [name, value]) => line.replace(`{${name}}`, value), text);

// British English, for its hours go to 24 as ours do.
const locale = () => (document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang);
const inWords = (options) => new Intl.DateTimeFormat(locale(), options);

export const dayInWords = (day) => inWords({ day: "numeric", month: "long" }).format(new Date(`${day}T12:00:00`));

export function momentInWords(moment) {
  return inWords({ day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" }).format(new Date(moment));
}

// Meetings are said in Kyiv time, wherever the phone is.
export function meetingInWords({ starts_at: startsAt }) {
  const options = { weekday: "short", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone: KYIV };
  return inWords(options).format(new Date(startsAt));
}

export const lastDays = (count) =>
  Array.from({ length: count }, (_, index) => today(Date.now() - (count - 1 - index) * DAY));

// Empty cells are all alike: no crosses, nothing is "missed".
export function paintDots(list, days, practised, label) {
  list.setAttribute("aria-label", label);
  list.replaceChildren(
    ...days.map((day) => {
      const cell = document.createElement("li");
      cell.classList.toggle("practised", practised.has(day));
      cell.classList.toggle("today", day === today());
      return cell;
    }),
  );
}
