// Copies what stands in a read-only field, [data-copy] around field, button and status. Without this module the button
// stays hidden, and the text is selected and copied by hand.
for (const place of document.querySelectorAll("[data-copy]")) {
  const field = place.querySelector("input");
  const button = place.querySelector("button");
  const said = place.querySelector("[role=status]");

  field.addEventListener("focus", () => field.select());
  if (!navigator.clipboard) continue; // only on pages that came over TLS or from this machine
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = field.dataset.copied;
    } catch {
      field.focus();
    }
  });
}
