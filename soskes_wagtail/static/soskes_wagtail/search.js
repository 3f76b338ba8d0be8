/* Suggestions while somebody types into a search box (ARIA combobox with a listbox), and room for
   results on small screens. Without this script the box is a form like any other. */
(() => {
  "use strict";

  const WAIT = 150;
  const SHORTEST = 2;

  function listFor(input, form) {
    const list = document.createElement("ul");
    list.id = `${input.id}-suggestions`;
    list.className = "soskes-suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", form.dataset.suggestionsLabel || "");
    list.hidden = true;
    return list;
  }

  function optionFor(suggestion, id) {
    const option = document.createElement("li");
    option.id = id;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.url = suggestion.url;
    const title = document.createElement("span");
    title.textContent = suggestion.title;
    const kind = document.createElement("span");
    kind.className = "soskes-suggestions__kind";
    kind.textContent = suggestion.kind;
    option.append(title, " ", kind);
    return option;
  }

  function suggest(form) {
    const input = form.querySelector('input[type="search"]');
    const list = listFor(input, form);
    const status = document.createElement("span");
    status.className = "soskes-hidden";
    status.setAttribute("role", "status");
    form.append(list, status);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");

    let timer = 0;
    let asking = null;
    let active = -1;

    function choose(index) {
      const options = [...list.children];
      active = index;
      options.forEach((option, number) => {
        option.setAttribute("aria-selected", String(number === active));
      });
      if (active < 0) {
        input.removeAttribute("aria-activedescendant");
      } else {
        input.setAttribute("aria-activedescendant", options[active].id);
        options[active].scrollIntoView({ block: "nearest" });
      }
    }

    function close() {
      clearTimeout(timer);
      asking?.abort();
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      choose(-1);
    }

    function show(suggestions) {
      list.replaceChildren(
        ...suggestions.map((one, number) => optionFor(one, `${list.id}-${number}`)),
      );
      list.hidden = suggestions.length === 0;
      input.setAttribute("aria-expanded", String(!list.hidden));
      choose(-1);
      status.textContent = `${form.dataset.suggestionsLabel}: ${suggestions.length}`;
    }

    async function ask() {
      asking?.abort();
      asking = new AbortController();
      const url = new URL(form.dataset.suggestions, window.location.href);
      url.searchParams.set("q", input.value);
      try {
        const response = await fetch(url, { signal: asking.signal, credentials: "same-origin" });
        const type = response.headers.get("Content-Type") || "";
        if (response.ok && type.startsWith("application/json")) {
          show((await response.json()).suggestions);
        } else {
          close();
        }
      } catch (error) {
        if (error.name !== "AbortError") {
          close();
        }
      }
    }

    input.addEventListener("input", () => {
      clearTimeout(timer);
      if (input.value.trim().length < SHORTEST) {
        close();
      } else {
        timer = setTimeout(ask, WAIT);
      }
    });
    input.addEventListener("keydown", (event) => {
      const count = list.hidden ? 0 : list.children.length;
      if (event.key === "Escape" && count) {
        event.preventDefault();
        close();
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        // One place more than there are options: the box itself.
        choose(((active + 1 + step + count + 1) % (count + 1)) - 1);
      } else if (event.key === "Enter" && count && active >= 0) {
        event.preventDefault();
        window.location.assign(list.children[active].dataset.url);
      }
    });
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest('[role="option"]');
      if (option) {
        window.location.assign(option.dataset.url);
      }
    });
    input.addEventListener("blur", close);
  }

  /* On a phone the results come first: what they can be narrowed by waits to be opened. */
  function foldFacets() {
    if (window.matchMedia("(width < 48rem)").matches) {
      document.querySelectorAll(".soskes-facet[open]").forEach((facet) => {
        facet.open = false;
      });
    }
  }

  document.querySelectorAll("form[data-suggestions]").forEach(suggest);
  foldFacets();
})();
