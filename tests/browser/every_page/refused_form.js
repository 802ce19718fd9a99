// What a form that was refused must show: a function that returns what is wrong, as sentences; `typed` is what was sent, by field.
(typed) => {
  const wrong = [];
  const summary = document.querySelector("[data-problem]");
  if (!summary) return ["no summary of what is wrong"];
  if (document.activeElement !== summary) wrong.push("the summary has not the focus");
  if (!/^(Error:|Erreur\s*:)/.test(document.title)) wrong.push(`the title does not begin with the error: ${document.title}`);

  const squeezed = (element) => element.textContent.replace(/\s+/g, " ").trim();
  for (const line of summary.querySelectorAll("li")) {
    const link = line.querySelector("a[href^='#']");
    if (!link) continue; // about the form as a whole
    const field = document.getElementById(link.hash.slice(1));
    if (!field) {
      wrong.push(`the line “${squeezed(line)}” leads nowhere`);
      continue;
    }
    const control = field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea");
    const group = field.closest("fieldset");
    const told = [field, control, group].filter(Boolean);
    if (!told.some((one) => one.getAttribute("aria-invalid") === "true")) wrong.push(`“${squeezed(line)}”: its field is not aria-invalid`);
    const described = told.flatMap((one) => (one.getAttribute("aria-describedby") ?? "").split(" ")).map((id) => id && document.getElementById(id));
    if (!described.some((words) => words && squeezed(words).includes(squeezed(link)))) {
      wrong.push(`“${squeezed(line)}”: the same words do not stand at the field`);
    }
  }

  for (const [name, value] of Object.entries(typed)) {
    const kept = [...document.querySelectorAll(`main [name="${name}"]`)].map((field) => field.value.replaceAll("\r", ""));
    if (!kept.includes(value)) wrong.push(`what was typed as ${name} is gone: ${JSON.stringify(kept)}`);
  }
  return wrong;
}
