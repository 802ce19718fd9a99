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

// The words of an answer, without those of its buttons: one sentence after the other, a fact in that of the heading.
export function wordsOf(answer) {
  let said = "";
  for (const part of answer.querySelectorAll("h2, p, .foot-line > span:first-child")) {
    const words = part.textContent.trim().replace(/\s+/g, " ");
    if (!words) continue;
    if (said) said += part.matches(".fact") ? ", " : /[.!?…]$/.test(said) ? " " : ". ";
    said += words;
  }
  return said;
}
