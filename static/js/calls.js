// Counts the minutes of a call down: silent, started and stopped by hand; the screen stays on meanwhile.
const TICK = 500;

export default function start(box) {
  const part = (name) => box.querySelector(`[data-${name}]`);
  const [left, said, begin, stop] = ["left", "said", "start", "stop"].map(part);
  let timer = 0;
  let awake = null;

  const show = (running) => {
    begin.hidden = running;
    stop.hidden = left.hidden = !running;
  };
  const end = (words) => {
    clearInterval(timer);
    awake?.release().catch(() => {});
    awake = null;
    show(false);
    said.textContent = words;
  };
  begin.addEventListener("click", async () => {
    const until = Date.now() + Number(box.dataset.minutes) * 60e3;
    const tick = () => {
      const seconds = Math.ceil((until - Date.now()) / 1000);
      if (seconds <= 0) end(box.dataset.over);
      else left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    };
    said.textContent = "";
    show(true);
    tick();
    timer = setInterval(tick, TICK);
    stop.focus();
    awake = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
    if (stop.hidden) end(said.textContent); // stopped before the screen was held
  });
  stop.addEventListener("click", () => {
    end("");
    begin.focus();
  });
  begin.disabled = false;
}
