// Whoever signs out here takes the names off the other open pages of this browser too.
export default function start(form) {
  form.addEventListener("submit", () => {
    if ("BroadcastChannel" in window) new BroadcastChannel("names").postMessage("left");
  });
}
