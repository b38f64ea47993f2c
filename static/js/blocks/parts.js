// The parts of the body that a person has left chosen; none chosen means all of them.
export function chosenParts(block) {
  const all = [...block.querySelectorAll("[data-part]")];
  const chosen = all.filter((part) => block.querySelector(`[data-options] [value="${part.dataset.part}"]`)?.checked);
  return (chosen.length ? chosen : all).map((part) => ({
    text: part.querySelector("[data-usual]").textContent,
    other: part.querySelector("[data-other]")?.textContent ?? "",
  }));
}
