// Puts the focus on the summary of errors, for browsers that do not honour autofocus on it.
const summary = document.querySelector("[data-problem]");
if (summary && document.activeElement !== summary) {
  summary.focus();
}
