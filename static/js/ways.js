// What suits a person in all exercises: what to leave out, which asides to show. Kept on this phone.
import { forget, keep, kept } from "./store.js";

const FIELD = { "left-out": "tags", lenses: "chosen" };

export default async function start(section) {
  const state = section.querySelector("[data-state]");
  const groups = [...section.querySelectorAll("[data-ways]")];
  const boxes = (group) => [...group.querySelectorAll("input")];

  for (const group of groups) {
    const { ways } = group.dataset;
    const save = async () => {
      const values = boxes(group).flatMap(({ checked, value }) => (checked ? [value] : []));
      const written = values.length ? keep("notes", ways, { [FIELD[ways]]: values }) : forget("notes", ways);
      state.textContent = state.dataset[await written.then(() => "wordKept", () => "wordFailed")];
    };
    const before = (await kept("notes", ways).catch(() => null))?.[FIELD[ways]] ?? [];
    const early = boxes(group).some(({ checked }) => checked); // touched before this script knew what was kept
    for (const box of boxes(group)) box.checked ||= before.includes(box.value);
    group.addEventListener("change", save);
    if (early) await save();
  }
  section.querySelector("[data-forget-ways]").addEventListener("click", async () => {
    for (const group of groups) {
      await forget("notes", group.dataset.ways);
      for (const box of boxes(group)) box.checked = false;
    }
    state.textContent = state.dataset.wordErased;
  });
}
