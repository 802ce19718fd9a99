// The columns of a file: what is ticked joins their order at once, and the arrows move without a new page.
// Without this module both are done by the buttons of the form.
for (const form of document.querySelectorAll("form[data-list-columns]")) {
  const order = form.querySelector("[data-order]");
  const blank = form.querySelector("template[data-column]");
  form.querySelector("[data-without-script]").hidden = true;

  const line = (code, heading) => {
    const made = blank.content.firstElementChild.cloneNode(true);
    made.dataset.code = code;
    made.querySelector("input").value = code;
    for (const words of made.querySelectorAll("span.grow, .visually-hidden > span")) words.textContent = heading;
    for (const button of made.querySelectorAll("[data-move]")) button.value = `${button.dataset.move}.${code}`;
    return made;
  };

  form.addEventListener("change", ({ target }) => {
    if (target.name !== "columns") return;
    const there = order.querySelector(`[data-code="${target.value}"]`);
    if (there) there.remove();
    else order.append(line(target.value, target.closest("label").textContent.trim()));
  });

  order.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    const moved = button.closest("li");
    if (button.dataset.move === "up") moved.previousElementSibling?.before(moved);
    else moved.nextElementSibling?.after(moved);
    button.focus();
  });
}
