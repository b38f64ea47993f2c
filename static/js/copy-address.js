// Copies the address of the first page; where that is not allowed it is shown to be copied by hand.
export default function start(part) {
  const address = new URL(`/${document.documentElement.lang}/`, location.href).href;
  part.querySelector("button").addEventListener("click", async () => {
    const isCopied = await navigator.clipboard?.writeText(address).then(() => true, () => false);
    part.querySelector("[role=status]").textContent = isCopied ? part.dataset.copied : address;
  });
}
