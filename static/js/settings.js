// The sheet behind Aa: text size, look, language. boot.js has put on what was chosen before.
export default function start(sheet) {
  for (const choices of sheet.querySelectorAll("[data-setting]")) startChoices(choices);
  for (const link of document.querySelectorAll("[data-language]")) {
    link.addEventListener("click", () => {
      document.cookie = `language=${link.dataset.language}; path=/; max-age=31536000; samesite=lax`;
      link.hash = location.hash;
    });
  }
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && sheet.open) {
      sheet.open = false;
      sheet.querySelector("summary").focus();
    }
  });
}

function startChoices(choices) {
  const { setting } = choices.dataset;
  const choose = ({ value }) => {
    document.documentElement.dataset[setting] = value;
    remember(setting, value);
  };

  const touched = choices.querySelector(":checked:focus"); // before this script came
  const current = document.documentElement.dataset[setting];
  const radio = current && choices.querySelector(`[value="${current}"]`);
  if (touched) choose(touched);
  else if (radio) radio.checked = true;
  choices.addEventListener("change", ({ target }) => choose(target));
}

function remember(setting, value) {
  try {
    localStorage.setItem(setting, value);
  } catch {
    // The choice then lasts as long as the page.
  }
}
