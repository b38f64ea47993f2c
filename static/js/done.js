// What was done on this phone so far: every module, every day of practice.
import { owner } from "./diary.js";
import { asked, together } from "./store.js";

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

// Pairs of key and value, of all or of those whose key begins so.
export function keptAll(store, prefix) {
  return together([store], "readonly", async (s) => {
    const range = prefix === undefined ? undefined : IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    const [keys, values] = await Promise.all([asked(s[store].getAllKeys(range)), asked(s[store].getAll(range))]);
    return keys.map((key, index) => [key, values[index]]);
  });
}
