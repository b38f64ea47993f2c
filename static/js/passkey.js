// Asks the browser for a passkey and puts its answer into the form.
export default function start(form) {
  if (!window.PublicKeyCredential) {
    form.hidden = true;
    return;
  }
  form.querySelector("button").disabled = false; // until this script is there, pressing would send nothing
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    const message = form.querySelector("[data-message]");
    message.textContent = "";
    try {
      form.elements.credential.value = JSON.stringify(await ask(form));
      form.submit();
    } catch {
      message.textContent = form.dataset.trouble; // closed, or too late: codes still work
    }
  });
}

async function ask(form) {
  const publicKey = JSON.parse(form.dataset.options);
  publicKey.challenge = toBytes(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = toBytes(publicKey.user.id);
  for (const key of [...(publicKey.allowCredentials ?? []), ...(publicKey.excludeCredentials ?? [])]) {
    key.id = toBytes(key.id);
  }
  const made = await navigator.credentials[form.dataset.kind]({ publicKey });
  const { response } = made;
  const answer = { clientDataJSON: toText(response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) answer[part] = toText(response[part]);
  }
  return { id: made.id, rawId: toText(made.rawId), type: made.type, response: answer, clientExtensionResults: {} };
}

function toBytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function toText(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
