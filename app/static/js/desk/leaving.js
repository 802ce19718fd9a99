// Check-ins that wait on this device are not forgotten: the list of desks says so at their event, and whoever signs out is
// asked first. Nothing of them is lost either way.
import { waitingByEvent } from "./offline-queue.js";

const question = document.getElementById("offline-leaving");

for (const line of document.querySelectorAll("[data-waiting-of]")) {
  const number = waitingByEvent().get(line.dataset.waitingOf);
  if (!number) continue;
  line.textContent = number === 1 ? line.dataset.one : line.dataset.some.replace("{number}", number);
  line.hidden = false;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!question || !form.action.endsWith("/sign-out") || !waitingByEvent().size) return;
  event.preventDefault();
  event.stopPropagation();
  question.returnValue = "";
  question.showModal();
  question.addEventListener("close", () => question.returnValue === "leave" && form.submit(), { once: true });
}, { capture: true });
