/* Writing made easier on pages that work without it: a small editor instead of signs in a text
   area, a draft kept on the server while one writes, and a button that sends once. */
(() => {
  "use strict";

  const ALLOWED = new Set(["P", "BR", "STRONG", "B", "EM", "I", "UL", "OL", "LI", "BLOCKQUOTE", "A", "DIV"]);

  function tool(name, label, face, command) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = face;
    button.title = label;
    button.setAttribute("aria-label", label);
    button.dataset.name = name;
    // The selection must stay in the box.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", command);
    return button;
  }

  /** The server's clean HTML as nodes, and once more nothing but what the editor knows. */
  function fill(box, html) {
    const parsed = new DOMParser().parseFromString(html, "text/html").body;
    const copy = (from, to) => {
      for (const node of from.childNodes) {
        if (node.nodeType === Node.TEXT_NODE) to.append(node.textContent);
        else if (node.nodeType === Node.ELEMENT_NODE) {
          if (!ALLOWED.has(node.tagName)) {
            copy(node, to);
            continue;
          }
          const made = document.createElement(node.tagName);
          if (node.tagName === "A" && /^(https?:|mailto:|tel:)/i.test(node.getAttribute("href") || "")) {
            made.setAttribute("href", node.getAttribute("href"));
          }
          copy(node, made);
          to.append(made);
        }
      }
    };
    copy(parsed, box);
    if (!box.firstChild) box.append(document.createElement("p"));
  }

  function setUpEditor(wrap) {
    const area = wrap.querySelector("textarea");
    const format = wrap.querySelector("input[type=hidden]");
    const form = area.form;
    if (!area || !format || !form) return;
    const box = document.createElement("div");
    box.className = "soskes-write__box";
    box.contentEditable = "true";
    box.setAttribute("role", "textbox");
    box.setAttribute("aria-multiline", "true");
    const label = form.querySelector(`label[for="${area.id}"]`);
    if (label) {
      label.id ||= `${area.id}-label`;
      box.setAttribute("aria-labelledby", label.id);
      label.addEventListener("click", () => box.focus());
    }
    const described = area.getAttribute("aria-describedby");
    if (described) box.setAttribute("aria-describedby", described);
    if (area.getAttribute("aria-invalid")) box.setAttribute("aria-invalid", "true");
    fill(box, area.dataset.soskesHtml || "");

    const run = (command, value) => {
      box.focus();
      document.execCommand(command, false, value);
      store();
      show();
    };
    const inside = (selector) => {
      const at = getSelection().anchorNode;
      const element = at && (at.nodeType === Node.ELEMENT_NODE ? at : at.parentElement);
      return element && box.contains(element) && element.closest(selector);
    };
    const link = () => {
      if (inside("a")) return run("unlink");
      const address = prompt(wrap.dataset.linkPrompt, "https://");
      if (address && /^(https?:|mailto:|tel:)/i.test(address.trim())) {
        if (getSelection().isCollapsed) run("insertText", address.trim());
        else run("createLink", address.trim());
      }
      return undefined;
    };
    const buttons = [
      tool("bold", wrap.dataset.bold, "B", () => run("bold")),
      tool("italic", wrap.dataset.italics, "I", () => run("italic")),
      tool("insertUnorderedList", wrap.dataset.bullets, "•–", () => run("insertUnorderedList")),
      tool("insertOrderedList", wrap.dataset.numbers, "1.", () => run("insertOrderedList")),
      tool("quote", wrap.dataset.quote, "”", () => run("formatBlock", inside("blockquote") ? "p" : "blockquote")),
      tool("link", wrap.dataset.link, wrap.dataset.link, link),
    ];
    const tools = document.createElement("div");
    tools.className = "soskes-write__tools";
    tools.setAttribute("role", "group");
    tools.setAttribute("aria-label", wrap.dataset.tools);
    tools.append(...buttons);

    const show = () => {
      for (const button of buttons) {
        const name = button.dataset.name;
        const on =
          name === "quote" ? !!inside("blockquote") : name === "link" ? !!inside("a") : document.queryCommandState(name);
        button.setAttribute("aria-pressed", String(on));
      }
    };
    const store = () => {
      area.value = box.textContent.trim() ? box.innerHTML : "";
      area.dispatchEvent(new Event("input", { bubbles: true }));
    };
    box.addEventListener("input", store);
    box.addEventListener("keyup", show);
    box.addEventListener("mouseup", show);
    box.addEventListener("paste", (event) => {
      // What Word brings along is left behind: the words come.
      event.preventDefault();
      document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
    });
    box.addEventListener("drop", (event) => event.preventDefault());
    document.execCommand("defaultParagraphSeparator", false, "p");

    area.value = box.textContent.trim() ? box.innerHTML : "";
    format.value = "html";
    area.hidden = true;
    area.required = false;
    wrap.append(tools, box);
  }

  function setUpDraft(form) {
    const status = form.querySelector("[data-soskes-draft-status]");
    let waiting;
    let last = "";
    let sent = false;

    const values = () => {
      const data = new FormData();
      for (const name of ["csrfmiddlewaretoken", "title", "body", "body-format"]) {
        const field = form.elements.namedItem(name);
        if (field && field.value !== undefined) data.set(name, field.value);
      }
      data.set("place", form.dataset.soskesPlace);
      return data;
    };
    const save = async () => {
      const data = values();
      const now = `${data.get("title") || ""}\n${data.get("body") || ""}`;
      if (sent || now === last) return;
      last = now;
      try {
        const response = await fetch(form.dataset.soskesDraft, { method: "POST", body: data });
        const answer = await response.json();
        if (!sent) status.textContent = answer.saved ? status.dataset.saved : answer.error;
      } catch {
        last = "";
        status.textContent = "";
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(save, 2500);
    });
    form.addEventListener("submit", () => {
      sent = true;
      clearTimeout(waiting);
    });
  }

  /** A second press while the first is on its way does nothing; the server would see to it, too. */
  function setUpOnce(button) {
    let pressed = false;
    button.form.addEventListener("submit", (event) => {
      if (event.submitter !== button) return;
      if (pressed) event.preventDefault();
      pressed = true;
    });
    addEventListener("pageshow", () => (pressed = false));
  }

  function start() {
    document.querySelectorAll(".soskes [data-soskes-write]").forEach(setUpEditor);
    document.querySelectorAll(".soskes form[data-soskes-draft]").forEach(setUpDraft);
    document.querySelectorAll(".soskes [data-soskes-once]").forEach(setUpOnce);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
