// Hide: conceals at once, in every open tab, also offline; deletes nothing.
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("hide") : null;

export function startHiding() {
  document.querySelector("[data-hide]")?.addEventListener("click", (event) => {
    event.preventDefault();
    hideEverywhere();
  });
  tabs?.addEventListener("message", hideHere);
}

export function hideEverywhere() {
  tabs?.postMessage("now");
  hideHere();
}

function hideHere() {
  document.documentElement.classList.add("concealed");
  document.title = "…";
  try {
    sessionStorage.setItem("hidden", "1");
    localStorage.hid ??= "now";
  } catch {
    // Back may then show the page again; the address is replaced all the same.
  }
  location.replace(`/${document.documentElement.lang}/pause`);
}
