// A second click on a button that was just pressed sends nothing: what works once would answer that it was used already.
const PAUSE = 3000; // milliseconds, after which a file can be asked for again by the same button
const pressed = new WeakSet();

document.addEventListener("submit", (event) => {
  const button = event.submitter ?? event.target;
  if (event.target.method !== "post" || event.defaultPrevented) return;
  if (pressed.has(button)) {
    event.preventDefault();
    return;
  }
  pressed.add(button);
  setTimeout(() => pressed.delete(button), PAUSE);
});
