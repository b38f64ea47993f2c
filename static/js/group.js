// Paints "My group" from the phone's copy, then from a fresh answer.
import { send } from "./ask.js";
import { paintAsking, wireAsking } from "./asking.js";
import { allProgress } from "./done.js";
import { me, refresh } from "./me.js";
import { dayInWords, fill, meetingInWords, momentInWords } from "./paint.js";
import { paintPlace, wirePlace } from "./place.js";
import { kept } from "./store.js";

export default async function start(main) {
  addEventListener("me", ({ detail }) => paint(main, detail));
  wire(main);
  wireAsking(main, paint);
  wirePlace(main, paint);
  await paint(main, await me());
}

let turn = 0;

// What is known now is painted over what was known before, never the other way round.
async function paint(main, mine) {
  const own = ++turn;
  const member = main.querySelector("[data-member]");
  main.querySelector("[data-nobody]").hidden = Boolean(mine);
  main.querySelector("[data-no-group]").hidden = !mine || Boolean(mine.group || mine.asking);
  main.querySelector("[data-code-waits]").hidden = !(await kept("personal", "code"));
  await paintAsking(main, mine, () => own === turn);
  if (own !== turn) return;
  member.hidden = !mine?.group;
  if (!mine?.group) return;
  const { group, next_meeting: meeting } = mine;
  const language = document.documentElement.lang;
  const put = (selector, text) => {
    member.querySelector(selector).textContent = text;
  };
  put("[data-alias]", `${group.label}. ${fill(member.dataset.as, { alias: group.alias[language] })}`);
  const line = member.querySelector("[data-meeting]");
  const minutes = meeting && fill(member.dataset.minutes, { minutes: meeting.minutes });
  line.textContent = meeting ? `${meetingInWords(meeting)}, ${minutes}` : line.dataset.none;
  put("[data-room]", meeting?.room ?? "");
  paintPeople(member, group, language);
  member.querySelector("[data-consent]").hidden = group.consent;
  member.querySelector("[data-agreed]").hidden = !group.consent;
  member.querySelector("[data-sharing]").checked = group.sharing;
  member.querySelector("[data-talk]").checked = group.asks_to_talk;
  member.querySelector("[data-calls]").checked = Boolean(group.calls);
  paintPlace(main, group);
  const heard = await kept("personal", "heard");
  if (own !== turn) return;
  put("[data-heard]", heard ? fill(member.dataset.stale, { when: momentInWords(heard) }) : "");
  await paintAssignments(member, mine.assignments);
}

function paintPeople(member, { centre, facilitators }, language) {
  const card = member.querySelector("[data-people]");
  card.hidden = !centre;
  if (!centre) return;
  card.querySelector("[data-centre]").textContent = centre.name[language];
  card.querySelector("[data-guides]").textContent = facilitators.length
    ? fill(member.dataset.guided, { names: facilitators.join(", ") })
    : "";
  card.querySelector("[data-call]").href = `tel:${centre.phone.replace(/[^+\d]/g, "")}`;
}

async function paintAssignments(member, assignments) {
  const list = member.querySelector("[data-assignments]");
  const progress = await allProgress();
  if (!assignments.length) {
    list.replaceChildren(Object.assign(document.createElement("li"), { textContent: list.dataset.none }));
    return;
  }
  list.replaceChildren(...assignments.map((assignment) => assignmentLine(member, assignment, progress)));
}

function assignmentLine(member, { module, title, until }, progress) {
  const language = document.documentElement.lang;
  const there = progress.get(module);
  const state = there?.done ? "Done" : there?.steps.length ? "Started" : "Open";
  const link = document.createElement("a");
  link.href = module.startsWith("now-") ? `/${language}/now/${module}` : `/${language}/modules/${module}`;
  link.textContent = title?.[language] ?? module;
  const status = document.createElement("span");
  status.className = "small";
  const deadline = until ? ` · ${fill(member.dataset.until, { day: dayInWords(until) })}` : "";
  status.textContent = member.dataset[`state${state}`] + deadline;
  const line = document.createElement("li");
  link.append(status);
  line.append(link);
  return line;
}

function wire(main) {
  const consent = main.querySelector("[data-consent]");
  main.querySelector("[data-agree]").addEventListener("click", () => tell(main, { consent: consent.dataset.version }));
  main.querySelector("[data-sharing]").addEventListener("change", ({ target }) => tell(main, { sharing: target.checked }));
  main.querySelector("[data-talk]").addEventListener("change", ({ target }) => tell(main, { asks_to_talk: target.checked }));
  main.querySelector("[data-calls]").addEventListener("change", ({ target }) => tell(main, { calls: target.checked && target.dataset.version }));
}

// These choices are the server's to keep; without a connection they go back to what they were.
async function tell(main, change) {
  const said = main.querySelector("[data-said]");
  const answer = await send("PUT", "/api/v1/membership", change);
  const words = answer?.ok ? "saved" : answer?.status === 401 ? "signIn" : "later";
  said.textContent = said.dataset[words];
  if (answer?.ok) await refresh({ changed: true });
  else await paint(main, await me());
}

