// Before the first paint: theme, text size, and whether this page was hidden.
(() => {
  const root = document.documentElement;
  const read = (store, key) => {
    try {
      return window[store].getItem(key);
    } catch {
      return null; // storage may be closed to us
    }
  };
  const hiddenHere = () => read("sessionStorage", "hidden") === "1";
  const conceal = () => {
    root.classList.add("concealed");
    location.replace(`/${root.lang}/pause`);
  };

  root.classList.replace("no-js", "js");
  for (const setting of ["theme", "text", "exit"]) {
    const value = read("localStorage", setting);
    if (value) root.dataset[setting] = value;
  }

  // A page whose scripts do not come is shown as it is.
  addEventListener("load", () => setTimeout(() => {
    for (const main of document.querySelectorAll("[data-unpainted]")) main.removeAttribute("data-unpainted");
  }, 3000));

  if (root.dataset.page === "pause") return;
  const [navigation] = performance.getEntriesByType("navigation");
  if (hiddenHere()) {
    if (navigation?.type === "back_forward") conceal();
    else sessionStorage.removeItem("hidden");
  }
  // A page that comes back from the browser's memory runs no script but this.
  addEventListener("pageshow", (event) => {
    if (event.persisted && hiddenHere()) conceal();
  });
  addEventListener("pagehide", () => {
    if (hiddenHere()) root.classList.add("concealed");
  });
})();
