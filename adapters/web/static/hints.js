// Slash commands, offered while "/" is being typed: a listbox under the reins of the text area.

import { el } from "./dom.js";
import { session } from "./session.js";

const SHOWN = 8;

export function commandHints(text, id) {
  const list = el("ul", { class: "hints", id, role: "listbox", "aria-label": "Commands", hidden: true });
  text.setAttribute("role", "combobox");
  text.setAttribute("aria-autocomplete", "list");
  text.setAttribute("aria-controls", id);
  text.setAttribute("aria-expanded", "false");
  let offered = [];
  let at = 0;

  function update() {
    const typed = /^\/([a-z]*)$/i.exec(text.value)?.[1]?.toLowerCase();
    offered = typed === undefined ? [] : session.commands.filter(({ name }) => name.startsWith(typed) && name !== typed).slice(0, SHOWN);
    at = 0;
    draw();
  }

  function draw() {
    list.hidden = !offered.length;
    text.setAttribute("aria-expanded", String(!list.hidden));
    list.replaceChildren(
      ...offered.map(({ name, hint }, number) =>
        el("li", { id: `${id}-${number}`, role: "option", "aria-selected": String(number === at), onmousedown: (event) => { event.preventDefault(); take(number); } }, el("b", {}, `/${name}`), el("span", {}, hint)),
      ),
    );
    if (offered.length) text.setAttribute("aria-activedescendant", `${id}-${at}`);
    else text.removeAttribute("aria-activedescendant");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  }

  function take(number) {
    text.value = `/${offered[number].name} `;
    offered = [];
    draw();
    text.focus();
  }

  /** True when the key was used up here. */
  function key(event) {
    if (!offered.length || event.isComposing) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") at = (at + (event.key === "ArrowDown" ? 1 : -1) + offered.length) % offered.length;
    else if (event.key === "Tab" && !event.shiftKey) take(at);
    else if (event.key === "Enter" && !event.shiftKey) take(at);
    else if (event.key === "Escape") offered = [];
    else return false;
    event.preventDefault();
    draw();
    return true;
  }

  text.addEventListener("input", update);
  text.addEventListener("blur", () => { offered = []; draw(); });
  return { list, key };
}
