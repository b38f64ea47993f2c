// One question to the server; every question has an end.
const PATIENCE = 20e3; // for the headers and the body together

// Returns the whole answer, or null when it did not come.
export async function ask(path, options = {}) {
  const stop = new AbortController();
  const watch = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(path, { ...options, signal: stop.signal });
    const body = await answer.arrayBuffer();
    return new Response(body.byteLength ? body : null, answer);
  } catch {
    return null;
  } finally {
    clearTimeout(watch);
  }
}

export function send(method, path, body = {}) {
  const headers = { "Content-Type": "application/json", "Content-Language": document.documentElement.lang };
  return ask(path, { method, headers, body: JSON.stringify(body), keepalive: true });
}

export const post = (path, body) => send("POST", path, body);
