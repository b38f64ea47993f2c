// Whether reminders can reach this phone: browsers lose their address, and the key of the server may change.
import { send } from "./ask.js";
import { forget, kept } from "./store.js";

const PATIENCE = 10e3; // a worker that is still on its way

// Asked for on this phone by the person who is signed in, and the browser still allows it.
export async function isWanted() {
  if (globalThis.Notification?.permission !== "granted" || (await kept("device", "shared"))) return false;
  return Boolean(await kept("personal", "reminded")) && !(await kept("personal", "nudges-refused"));
}

export async function subscriptionHere() {
  const registration = await navigator.serviceWorker?.getRegistration();
  return registration?.pushManager?.getSubscription();
}

// Nothing comes here any more; the server hears of it if there is a connection.
export async function end() {
  await forget("personal", "reminded");
  const subscription = await subscriptionHere();
  await subscription?.unsubscribe();
  if (subscription) await send("DELETE", "/api/v1/devices", { endpoint: subscription.endpoint });
}

// One that was made with another key is worth nothing: no service takes what we sign now. Neither is one that is gone.
export async function subscribe(key, isGone = false) {
  const late = new Promise((_resolve, reject) => setTimeout(reject, PATIENCE, new Error("no worker yet")));
  const { pushManager } = await Promise.race([navigator.serviceWorker.ready, late]);
  const before = await pushManager.getSubscription();
  if (before && !isGone && isMadeWith(key, before)) return before;
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
  const subscription = await subscribe(phone.key, !phone.address);
  if ((await digestOf(subscription.endpoint)) === phone.address) return;
  const answer = await send("POST", "/api/v1/devices", subscription);
  if (!answer?.ok) await subscription.unsubscribe(); // nobody knows it: the next start tries again
  if (answer?.status === 422) await forget("personal", "reminded"); // its service is not known here
  dispatchEvent(new Event("reachable"));
}

async function digestOf(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
