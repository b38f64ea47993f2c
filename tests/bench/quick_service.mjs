// A push service that costs as little as it can: HTTP/2 and HTTP/1.1 over TLS, and plain HTTP, all on loopback.
// `node quick_service.mjs FOLDER` prints its ports as one line of JSON. GET over plain HTTP tells what came in.
// Over HTTP/2 a path that begins with /after-1500/ is answered after so many milliseconds.

import { readFileSync } from "node:fs";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";

const folder = process.argv[2];
const identity = {
  key: readFileSync(`${folder}/key.pem`),
  cert: readFileSync(`${folder}/certificate.pem`),
};
const came = new Map();
const firsts = new Map();
let repeated = 0;
let changed = 0;
let faults = 0;

// Each process signs for itself, so the signature tells senders apart; a connection belongs to one of them.
function firstOf(topic, headers, connection) {
  if (connection.first?.topic !== topic) {
    const key = `${headers.authorization} ${topic}`;
    firsts.set(key, firsts.get(key) ?? { topic, again: 0 });
    connection.first = firsts.get(key);
  }
  return connection.first;
}

function note(path, headers, length, connection) {
  const topic = headers.topic ?? "";
  const before = came.get(path);
  if (before === undefined) {
    came.set(path, firstOf(topic, headers, connection));
  } else {
    repeated += 1;
    before.again += 1;
    changed += before.topic === topic ? 0 : 1;
  }
  const isRight =
    /^[0-9]+$/.test(headers.ttl ?? "") &&
    headers["content-encoding"] === "aes128gcm" &&
    (headers.authorization ?? "").startsWith("vapid ") &&
    length >= 103 &&
    length <= 4096;
  faults += isRight ? 0 : 1;
}

function forget() {
  came.clear();
  for (const first of firsts.values()) first.again = 0;
  repeated = changed = 0;
}

function answerPlainly(asked, answer) {
  if (asked.method === "GET") {
    const most = Math.max(0, ...[...firsts.values()].map((first) => first.again));
    answer.end(JSON.stringify({ phones: came.size, repeated, most, changed, faults }));
    return;
  }
  if (asked.method === "DELETE") {
    forget();
    answer.end();
    return;
  }
  let length = 0;
  asked.on("data", (part) => (length += part.length));
  asked.on("end", () => {
    note(asked.url, asked.headers, length, asked.socket);
    answer.writeHead(201, { "content-length": 0 });
    answer.end();
  });
}

const quick = http2.createSecureServer(identity);
quick.on("stream", (stream, headers) => {
  let length = 0;
  stream.on("data", (part) => (length += part.length));
  stream.on("error", () => {}); // a sender that is killed says no goodbye
  stream.on("end", () => {
    const path = headers[":path"];
    note(path, headers, length, stream.session ?? {});
    if (path.startsWith("/after-")) setTimeout(acknowledge, Number.parseInt(path.slice(7)), stream);
    else acknowledge(stream);
  });
});
quick.on("sessionError", () => {});

function acknowledge(stream) {
  if (!stream.destroyed) stream.respond({ ":status": 201 }, { endStream: true });
}

const servers = {
  http2: quick,
  https: https.createServer(identity, answerPlainly),
  http: http.createServer(answerPlainly),
};
const ports = {};
for (const [name, server] of Object.entries(servers)) {
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  ports[name] = server.address().port;
}
console.log(JSON.stringify(ports));
