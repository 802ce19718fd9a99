// A list's selection: one box for the whole page, the count in words, buttons that wait for a choice.
// Without this module the rows' own boxes and the buttons work as they are.
function tend(form) {
  const rows = [...form.querySelectorAll("input.row-pick")];
  const all = form.querySelector("[data-all]");
  const count = form.querySelector("[data-count]");
  const buttons = [...form.querySelectorAll("[data-needs-selection]")];

  const words = (number) => {
    if (number === 0) return count.dataset.none;
    return number === 1 ? count.dataset.one : count.dataset.some.replace("{number}", number);
  };

  const show = () => {
    const chosen = rows.filter((row) => row.checked).length;
    if (all) {
      all.checked = rows.length > 0 && chosen === rows.length;
      all.indeterminate = chosen > 0 && chosen < rows.length;
    }
    if (count) count.textContent = words(chosen);
    for (const button of buttons) button.disabled = chosen === 0;
  };

  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const row of rows) row.checked = all.checked;
      show();
    });
  }
  form.addEventListener("change", show);
  window.addEventListener("pageshow", show); // the browser puts ticks back after "Back"
  show();
}

const tendAll = () => document.querySelectorAll("form[data-select-all]").forEach(tend);
document.addEventListener("found", tendAll); // list-search.js has put another list in its place
tendAll();
