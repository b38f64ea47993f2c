// What suits a person in all exercises: what to leave out, which asides to show. Kept on this phone.
import { forget, keep, kept } from "./store.js";

const FIELD = { "left-out": "tags", lenses: "chosen" };
const boxes = (group) => [...group.querySelectorAll("input")];

export default async function start(section) {
  const state = section.querySelector("[data-state]");
  const say = (word) => {
    state.textContent = state.dataset[word];
  };
  const groups = [...section.querySelectorAll("[data-ways]")];
  const begun = Promise.all(groups.map((group) => begin(group, say)));

  section.querySelector("[data-forget-ways]").addEventListener("click", async () => {
    await begun; // what comes from there later would come back
    for (const group of groups) {
      await forget("notes", group.dataset.ways);
      for (const box of boxes(group)) box.checked = false;
    }
    say("wordErased");
  });
  await begun;
}

async function begin(group, say) {
  const { ways } = group.dataset;
  let isUnread = false;
  const write = async () => {
    if (isUnread) throw new Error("what cannot be read is not written over");
    const values = boxes(group).flatMap(({ checked, value }) => (checked ? [value] : []));
    await (values.length ? keep("notes", ways, { [FIELD[ways]]: values }) : forget("notes", ways));
  };
  const save = () => write().then(() => say("wordKept"), () => say("wordFailed"));

  const before = await kept("notes", ways).catch(() => {
    isUnread = true;
  });
  const early = boxes(group).some(({ checked }) => checked); // touched before this script knew what was kept
  for (const box of boxes(group)) box.checked ||= Boolean(before?.[FIELD[ways]]?.includes(box.value));
  group.addEventListener("change", save);
  if (early) await save();
}
