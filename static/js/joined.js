// The diary of this phone meets the server's, or becomes the diary of a person.
import { GUEST } from "./diary.js";
import { asked, together } from "./store.js";

// What the server knows joins what the phone knows; nothing is ever taken away.
export function join(person, progress) {
  return together(["progress", "days"], "readwrite", async (stores) => {
    for (const row of progress.modules) {
      const key = `${person} ${row.module}`;
      const before = (await asked(stores.progress.get(key))) ?? { steps: [] };
      stores.progress.put(
        {
          ...before,
          steps: [...new Set([...before.steps, ...row.steps])],
          opened: earliest(before.opened, row.opened_on),
          done: earliest(before.done, row.done_on),
        },
        key,
      );
    }
    for (const { module, step, day, minutes } of progress.practice_days) {
      const key = `${person} ${module} ${step ?? ""} ${day}`;
      const longest = (await asked(stores.days.get(key))) ?? 0;
      stores.days.put(Math.max(longest, minutes), key);
    }
  });
}

// A guest who keeps the progress, or signs in and says it is hers, takes it along.
export function adopt(person) {
  return together(["events", "progress", "days"], "readwrite", async (stores) => {
    for (const event of await asked(stores.events.getAll())) {
      if (event.owner === GUEST) stores.events.put({ ...event, owner: person });
    }
    for (const name of ["progress", "days"]) {
      const range = IDBKeyRange.bound(`${GUEST} `, `${GUEST} \uffff`);
      const keys = await asked(stores[name].getAllKeys(range));
      for (const key of keys) {
        const value = await asked(stores[name].get(key));
        const target = person + key.slice(GUEST.length);
        const there = await asked(stores[name].get(target));
        stores[name].put(merged(there, value), target);
        stores[name].delete(key);
      }
    }
  });
}

function merged(there, value) {
  if (there === undefined) return value;
  if (typeof value === "number") return Math.max(there, value);
  return {
    ...there,
    ...value,
    steps: [...new Set([...there.steps, ...value.steps])],
    opened: earliest(there.opened, value.opened),
    done: earliest(there.done, value.done),
  };
}

function earliest(one, other) {
  if (!one || !other) return one ?? other ?? undefined;
  return one < other ? one : other;
}
