/* Conveniences on top of pages that work without them: copy buttons, instant filter of a list
   already on the page, filter forms that submit themselves for mouse and touch users. */
(() => {
  "use strict";

  /** "Äänekoski" and "aanekoski" become the same text. */
  const fold = (text) =>
    text
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .trim();

  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return;
    }
    // Plain http, as in many test environments, has no clipboard API.
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "soskes-hidden";
    (document.querySelector(".soskes") || document.body).append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("copy refused");
  }

  function setUpCopy(button) {
    const label = button.querySelector("[data-soskes-copy-label]");
    const before = label.textContent;
    button.addEventListener("click", async () => {
      const source = button.parentElement.querySelector("[data-soskes-copy-text]");
      try {
        await copy(source.textContent.trim());
        button.focus();
        label.textContent = button.dataset.soskesCopied;
        setTimeout(() => (label.textContent = before), 3000);
      } catch {
        getSelection().selectAllChildren(source);
      }
    });
  }

  function setUpFilter(input) {
    const list = document.querySelector(input.dataset.soskesFilter);
    if (!list) return;
    const status = document.getElementById(input.dataset.soskesFilterStatus);
    const items = [...list.querySelectorAll("[data-soskes-filter-text]")].map((element) => ({
      element,
      text: fold(element.dataset.soskesFilterText || element.textContent),
    }));
    const groups = [...list.querySelectorAll("[data-soskes-filter-group]")];
    let announcing;

    const apply = () => {
      const words = fold(input.value).split(/\s+/);
      let shown = 0;
      for (const { element, text } of items) {
        const hit = words.every((word) => text.includes(word));
        element.hidden = !hit;
        shown += hit ? 1 : 0;
      }
      for (const group of groups) {
        group.hidden = !group.querySelector("[data-soskes-filter-text]:not([hidden])");
      }
      if (!status) return;
      // A pause, so that a screen reader hears the result of the word and not of each letter.
      clearTimeout(announcing);
      announcing = setTimeout(() => {
        status.textContent = input.value.trim()
          ? status.dataset.soskesFilterResult
              .replace("{shown}", shown)
              .replace("{total}", items.length)
          : "";
      }, 400);
    };

    input.addEventListener("input", apply);
    if (input.value) apply();
  }

  function setUpAutoSubmit(form) {
    // Arrow keys change a closed select at every step: those who use the keyboard press the
    // button instead (WCAG 2.2, 3.2.2).
    let byKeyboard = false;
    form.addEventListener("keydown", () => (byKeyboard = true));
    form.addEventListener("pointerdown", () => (byKeyboard = false));
    form.addEventListener("change", (event) => {
      if (event.target.matches("select") && !byKeyboard) form.requestSubmit();
    });
  }

  function start() {
    for (const element of document.querySelectorAll(".soskes [data-soskes-js]")) {
      element.hidden = false;
    }
    document.querySelectorAll(".soskes [data-soskes-copied]").forEach(setUpCopy);
    document.querySelectorAll(".soskes input[data-soskes-filter]").forEach(setUpFilter);
    document.querySelectorAll(".soskes form[data-soskes-autosubmit]").forEach(setUpAutoSubmit);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
