/* Adds a field that narrows a long list of checkboxes down. Ticked ones always stay in sight. */
(function () {
  "use strict";
  const LONG = 12;

  function enhance(box) {
    const rows = Array.from(box.querySelectorAll("input[type=checkbox]"), (input) => ({
      input,
      row: input.closest("div"),
      text: input.closest("label").textContent.toLocaleLowerCase(),
    }));
    if (rows.length <= LONG || box.dataset.enhanced) return;
    box.dataset.enhanced = "true";
    const filter = document.createElement("input");
    filter.type = "search";
    filter.className = "soskes-checkbox-list__filter";
    filter.placeholder = box.dataset.filterLabel;
    filter.setAttribute("aria-label", box.dataset.filterLabel);
    filter.addEventListener("input", () => {
      const wanted = filter.value.trim().toLocaleLowerCase();
      rows.forEach(({ input, row, text }) => {
        row.hidden = !input.checked && !text.includes(wanted);
      });
    });
    filter.addEventListener("keydown", (event) => {
      // Enter would send the whole form.
      if (event.key === "Enter") event.preventDefault();
    });
    box.prepend(filter);
  }

  function enhanceAll() {
    document.querySelectorAll("[data-soskes-checkbox-list]").forEach(enhance);
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", enhanceAll);
  } else {
    enhanceAll();
  }
})();
