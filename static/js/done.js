// What was done on this phone so far: every module, every day of practice.
import { owner } from "./diary.js";
import { keptAll } from "./store.js";

export async function allProgress() {
  const person = await owner();
  const rows = await keptAll("progress", `${person} `);
  return new Map(rows.map(([key, value]) => [key.slice(person.length + 1), value]));
}

export async function practiceDays() {
  const person = await owner();
  const rows = await keptAll("days", `${person} `);
  return rows.map(([key, minutes]) => {
    const [module, step, day] = key.slice(person.length + 1).split(" ");
    return { module, step, day, minutes };
  });
}
