// Says where the page was opened; the browser's own offer to install is kept for a tap on our button.
import { isInsideAnotherApp, isInstalled } from "./where.js";

export default function start(part) {
  part.querySelector("[data-installed]").hidden = !isInstalled();
  part.querySelector("[data-inside]").hidden = !isInsideAnotherApp();
  const button = part.querySelector("[data-offer]");
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    button.hidden = false;
    button.addEventListener("click", () => event.prompt(), { once: true });
  });
}
