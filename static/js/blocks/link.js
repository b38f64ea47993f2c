// The way to people: when the group meets next, from what the phone knows already.
import { fill, meetingInWords } from "../paint.js";
import { kept } from "../store.js";

export default async function start(block) {
  const meeting = (await kept("personal", "me").catch(() => null))?.next_meeting;
  if (!meeting) return;
  const line = block.querySelector("[data-meeting]");
  line.textContent = fill(line.dataset.words, { when: meetingInWords(meeting) });
  line.hidden = false;
}
