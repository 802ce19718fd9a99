// A page that arrives with its answer is not announced by itself: its words are said once more in a live region.
const answer = document.querySelector("[data-announce]");
if (answer) {
  const said = document.createElement("div");
  said.className = "visually-hidden";
  said.setAttribute("aria-live", "assertive");
  document.body.append(said);
  const words = [...answer.querySelectorAll("h2, p, .foot-line > span:first-child")];
  setTimeout(() => { said.textContent = words.map((part) => part.textContent.trim()).join(". "); }, 150);
}
