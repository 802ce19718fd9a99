// Copies what stands in a read-only field, or the lines of a list marked data-text: [data-copy] around them, the button
// and the status. Without this module the button stays hidden, and the text is selected and copied by hand.
for (const place of document.querySelectorAll("[data-copy]")) {
  const field = place.querySelector("input");
  const lines = place.querySelector("[data-text]");
  const button = place.querySelector("button");
  const said = place.querySelector("[role=status]");

  field?.addEventListener("focus", () => field.select());
  if (!navigator.clipboard) continue; // only on pages that came over TLS or from this machine
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field?.value ?? [...lines.children].map((line) => line.textContent.trim()).join("\n"));
      said.textContent = (field ?? lines).dataset.copied;
    } catch {
      if (field) field.focus();
      else getSelection().selectAllChildren(lines);
    }
  });
}
