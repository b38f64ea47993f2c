// Takes the secret of a one-time link from behind the # into the form, and out of the address.
export default function start(main) {
  const input = main.querySelector("[name=token]");
  const token = location.hash.slice(1);
  if (token) history.replaceState(null, "", location.pathname);
  if (token && token !== "main") input.value = token;
  main.querySelector("[data-token]").hidden = Boolean(input.value) && !main.querySelector("#token-error");
}
