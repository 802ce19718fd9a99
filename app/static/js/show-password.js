// Puts a button beside each password field that says how it can be shown: input[data-show][data-hide].
for (const input of document.querySelectorAll("input[type=password][data-show]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-line mt-2";
  button.textContent = input.dataset.show;
  button.setAttribute("aria-controls", input.id);
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.textContent = shown ? input.dataset.show : input.dataset.hide;
    input.focus();
  });
  input.after(button);
  // What a password manager stores must come out of a password field.
  input.form?.addEventListener("submit", () => { input.type = "password"; });
}
