// Shows the buttons that print the page, [data-print]; without this module one prints by the browser's menu.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
