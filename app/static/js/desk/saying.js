// What is said aloud by a screen reader: one live region for the whole desk, so that nothing is said twice.
const region = document.createElement("div");
region.className = "visually-hidden";
region.setAttribute("aria-live", "assertive");
document.body.append(region);

let waiting;

export function say(words) {
  region.textContent = "";
  clearTimeout(waiting);
  waiting = setTimeout(() => { region.textContent = words; }, 150); // the same words are said again, too
}

// The words of an answer, without those of its buttons.
export function wordsOf(answer) {
  const parts = [...answer.querySelectorAll("h2, p, .foot-line > span:first-child")];
  return parts.map((part) => part.textContent.trim().replace(/\s+/g, " ")).filter(Boolean).join(". ");
}
