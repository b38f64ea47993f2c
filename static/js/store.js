// What this phone keeps, in IndexedDB: survives upgrades and closed connections.
const NAME = "stezhka";
const VERSION = 1;
const STORES = {
  events: "id", // what somebody did, until the server names it and 30 days longer
  progress: null, // "<owner> <module>" -> {steps, opened, done, at}
  days: null, // "<owner> <module> <step> <day>" -> minutes
  notes: null, // notes, plans, tension numbers: never sent
  personal: null, // who is signed in here, the last answer of /me
  device: null, // counters and flags that say nothing of a person
};
export const SHARED_REST = 30 * 60e3;

let opening;

// A browser that is still closing the page before may refuse once.
function open() {
  opening ??= connect()
    .catch(connect)
    .then(tidied)
    .catch((failure) => {
      opening = undefined;
      throw failure;
    });
  return opening;
}

function connect() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      for (const [store, keyPath] of Object.entries(STORES)) {
        if (!request.result.objectStoreNames.contains(store)) {
          request.result.createObjectStore(store, keyPath ? { keyPath } : undefined);
        }
      }
    };
    request.onsuccess = () => {
      const database = request.result;
      database.onversionchange = () => {
        database.close();
        opening = undefined;
      };
      database.onclose = () => {
        opening = undefined;
      };
      resolve(database);
    };
    request.onerror = request.onblocked = () => reject(request.error);
  });
}

// What somebody left on a shared phone goes before anything is read; when that fails, nothing is.
async function tidied(database) {
  if (localStorage.shared < Date.now() - SHARED_REST) await (await import("./tidy.js")).tidy(database);
  return database;
}

// Runs `work(stores)` in one transaction; the promise is kept when the disk has it.
export async function together(names, mode, work, opened = open()) {
  const database = await opened;
  return new Promise((resolve, reject) => {
    const durability = mode === "readwrite" ? "strict" : "default";
    const transaction = database.transaction(names, mode, { durability });
    let result;
    const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]));
    Promise.resolve(work(stores)).then(
      (value) => {
        result = value;
      },
      (failure) => {
        reject(failure);
        transaction.abort();
      },
    );
    transaction.oncomplete = () => resolve(result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
  });
}

// A request of a transaction as a promise.
export function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export const keep = (store, key, value) => together([store], "readwrite", (s) => asked(s[store].put(value, key)));
export const kept = (store, key) => together([store], "readonly", (s) => asked(s[store].get(key)));
export const forget = (store, key) => together([store], "readwrite", (s) => asked(s[store].delete(key)));
