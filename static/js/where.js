// Where this page was opened: from the first screen, inside another app, on an iPhone.
const agent = navigator.userAgent;

// An iPad calls itself a Macintosh, and no Macintosh is touched with several fingers.
export const isIPhone = () => /iPhone|iPad/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1);
export const isInstalled = () => matchMedia("(display-mode: standalone)").matches || Boolean(navigator.standalone);

// Views inside other apps name the app, or call themselves a view, or on an iPhone leave Safari out of their name.
export function isInsideAnotherApp() {
  if (isInstalled()) return false;
  return /FBAN|FBAV|Instagram|Viber|Telegram|; wv\)/i.test(agent) || (isIPhone() && !/Safari\//.test(agent));
}
