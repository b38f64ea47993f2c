// Hide: conceals at once, in every open tab, also offline; deletes nothing.
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("hide") : null;
const PRESSES = 3;
const WITHIN = 5000;

export function startHiding() {
  const button = document.querySelector("[data-hide]");
  button?.addEventListener("click", (event) => {
    event.preventDefault();
    hideEverywhere();
  });
  if (button) watchShift();
  tabs?.addEventListener("message", hideHere);
}

function hideEverywhere() {
  tabs?.postMessage("now");
  hideHere();
}

function hideHere() {
  document.documentElement.classList.add("concealed");
  document.title = "…";
  try {
    sessionStorage.setItem("hidden", "1");
  } catch {
    // Back may then show the page again; the address is replaced all the same.
  }
  location.replace(`/${document.documentElement.lang}/pause`);
}

// Shift three times within five seconds, for those who cannot reach the button.
function watchShift() {
  let presses = [];
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    const now = performance.now();
    presses = [...presses.filter((then) => now - then < WITHIN), now];
    if (presses.length >= PRESSES) hideEverywhere();
  });
}
