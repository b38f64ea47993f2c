// Whether reminders can reach this phone: browsers lose their address, and the key of the server may change.
import { send } from "./ask.js";
import { kept } from "./store.js";

// Asked for on this phone by the person who is signed in, and the browser still allows it.
export async function isWanted() {
  if (globalThis.Notification?.permission !== "granted" || (await kept("device", "shared"))) return false;
  return Boolean(await kept("personal", "reminded"));
}

export async function subscriptionHere() {
  const registration = await navigator.serviceWorker.getRegistration();
  return registration?.pushManager.getSubscription();
}

// One that was made with another key is worth nothing: no service takes what we sign now.
export async function subscribe(key) {
  const { pushManager } = await navigator.serviceWorker.ready;
  const before = await pushManager.getSubscription();
  if (before && isMadeWith(key, before)) return before;
  await before?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

function isMadeWith(key, { options }) {
  const used = options?.applicationServerKey;
  if (!used) return true; // a browser that does not say
  const text = btoa(String.fromCharCode(...new Uint8Array(used)));
  return text.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "") === key;
}

// At each start: not every browser says when it has lost an address or has another one.
export async function stayReachable({ phone }) {
  if (!phone || !(await isWanted())) return;
  const subscription = await subscribe(phone.key);
  if ((await digestOf(subscription.endpoint)) === phone.address) return;
  await send("POST", "/api/v1/devices", subscription);
  dispatchEvent(new Event("reachable"));
}

async function digestOf(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
