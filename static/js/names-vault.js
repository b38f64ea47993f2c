// Names and numbers of people, on this device alone: sealed, and readable only with a key that the server
// hands to one person of the staff while she is signed in. The key stays in memory, what is kept is sealed.
const DATABASE = "stezhka-names";
const STORE = "sealed";
const LONG = 256; // a sealed name has the length of any other

let key = null;

// Asks for the key; returns null when it is here, else why not: "out" or "away".
export async function unlock() {
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" };
  const answer = await fetch("/api/v1/names-key", options).catch(() => null);
  const given = answer?.ok ? await answer.json().catch(() => null) : null;
  if (!given?.key) {
    if (answer) lock();
    return answer ? "out" : "away";
  }
  const bytes = Uint8Array.from(atob(given.key), (letter) => letter.charCodeAt(0));
  const aes = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  key = { id: given.id, aes };
  return null;
}

export function lock() {
  key = null;
}

// What was written down, by place; what another key has sealed is not even looked at.
export async function readAll() {
  const { id, aes } = key;
  const mine = IDBKeyRange.bound(`${id}/`, `${id}/\uffff`);
  const [places, sealed] = await run("readonly", (store) => [store.getAllKeys(mine), store.getAll(mine)]);
  const opened = new Map();
  for (const [index, place] of places.entries()) {
    const found = await open(aes, place, sealed[index]);
    if (found) opened.set(place.slice(id.length + 1), found);
  }
  return opened;
}

export async function write(place, { name, phone }) {
  const { id, aes } = key;
  const address = `${id}/${place}`;
  if (!name && !phone) {
    await run("readwrite", (store) => [store.delete(address)]);
    return;
  }
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = encode(JSON.stringify({ name, phone }).padEnd(LONG));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: encode(address) }, aes, plain);
  await run("readwrite", (store) => [store.put({ iv, sealed }, address)]);
  await navigator.storage?.persist?.(); // nobody else has a copy
}

export async function eraseAll() {
  const mine = IDBKeyRange.bound(`${key.id}/`, `${key.id}/\uffff`);
  await run("readwrite", (store) => [store.delete(mine)]);
}

async function open(aes, address, { iv, sealed }) {
  try {
    const additionalData = encode(address);
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, aes, sealed);
    return JSON.parse(new TextDecoder().decode(plain));
  } catch {
    return null; // sealed with a key that is gone: nobody can read it any more
  }
}

const encode = (text) => new TextEncoder().encode(text);

// Keeps its promise when the disk has it.
async function run(mode, work) {
  const database = await connect();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const requests = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(requests.map(({ result }) => result));
    transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
  }).finally(() => database.close());
}

function connect() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
