// What may be meant while "/" or "@" is being typed: commands, and who is here. A listbox under the reins of the text area.

import { el } from "./dom.js";
import { session } from "./session.js";
import { t } from "./texts.js";

const SHOWN = 8;
const BOT = { word: "@atelier", hint: t("draws what you say") };

/** people(): names of those who wrote here; null where only the bot reads. */
export function hints(text, id, people) {
  const list = el("ul", { class: "hints", id, role: "listbox", "aria-label": t("Commands"), hidden: true });
  text.setAttribute("role", "combobox");
  text.setAttribute("aria-autocomplete", "list");
  text.setAttribute("aria-controls", id);
  text.setAttribute("aria-expanded", "false");
  let offered = [];
  let at = 0;

  /** The words that may complete what stands before the cursor, and from where they replace it. */
  function found() {
    const before = text.value.slice(0, text.selectionStart);
    const command = /^\/([a-z]*)$/i.exec(text.value);
    if (command) return { from: 0, typed: text.value, words: session.commands.map(({ name, hint }) => ({ word: `/${name}`, hint })) };
    const name = people() && /(?:^|\s)(@[\p{L}\p{N}_.-]*)$/u.exec(before);
    if (!name) return { words: [] };
    return { from: before.length - name[1].length, typed: name[1], words: [BOT, ...people().map((one) => ({ word: `@${one}`, hint: "" }))] };
  }

  function update() {
    const { typed = "", words } = found();
    const begun = typed.toLowerCase();
    offered = words.filter(({ word }) => word.toLowerCase().startsWith(begun) && word.toLowerCase() !== begun).slice(0, SHOWN);
    at = 0;
    draw();
  }

  function draw() {
    list.hidden = !offered.length;
    list.setAttribute("aria-label", offered[0]?.word.startsWith("@") ? t("Names") : t("Commands"));
    text.setAttribute("aria-expanded", String(!list.hidden));
    list.replaceChildren(
      ...offered.map(({ word, hint }, number) =>
        el("li", { id: `${id}-${number}`, role: "option", "aria-selected": String(number === at), onmousedown: (event) => { event.preventDefault(); take(number); } }, el("b", {}, word), el("span", {}, hint)),
      ),
    );
    if (offered.length) text.setAttribute("aria-activedescendant", `${id}-${at}`);
    else text.removeAttribute("aria-activedescendant");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  }

  function take(number) {
    const { from, typed } = found();
    text.setRangeText(`${offered[number].word} `, from, from + typed.length, "end");
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
