// My people: names or initials, with a number if one likes. They never leave the phone.
import { fill } from "../paint.js";
import { Keeping, ownWords } from "./choosing.js";

const NUMBER = /^\+?\d[\d\s()-]{1,18}$/;

export default async function start(block, player) {
  const list = block.querySelector("[data-list]");
  const most = Number(block.dataset.max);
  let people = [];

  const paint = () => {
    list.replaceChildren(...people.map((person) => line(block, person, () => change(people.filter((one) => one !== person)))));
    own.hidden = people.length >= most;
  };
  const change = (changed) => {
    people = changed;
    paint();
    keeping.keep(people.length ? { people } : null);
  };
  const keeping = new Keeping(block, `people ${player.module} ${block.dataset.id}`, () => {
    people = [];
    paint();
  });
  const own = ownWords(block, (name, phone) => {
    const wrong = phone && !NUMBER.test(phone);
    own.querySelector("[data-phone]").toggleAttribute("aria-invalid", wrong);
    if (wrong) return false;
    change([...people, { name, phone }]);
    return true;
  });

  people = (await keeping.before())?.people ?? []; // before anybody can be added
  paint();
  list.after(own);
}

function line(block, { name, phone }, remove) {
  const item = block.querySelector("template[data-person]").content.firstElementChild.cloneNode(true);
  item.querySelector("[data-words]").textContent = name;
  const call = item.querySelector("[data-call]");
  call.hidden = !phone;
  if (phone) {
    call.href = `tel:${phone.replace(/[^+\d]/g, "")}`;
    call.ariaLabel = `${call.textContent}: ${name}`;
  }
  const button = item.querySelector("[data-remove]");
  button.ariaLabel = fill(button.dataset.label, { name });
  button.addEventListener("click", remove);
  return item;
}
