// The panel “What I remember”: everything the bot keeps in mind for this person and this channel, to be looked at, mended and forgotten.

import { albums } from "./albums.js";
import { exportLinks, hasOthers, platformName } from "./accounts.js";
import { get, patch, remove } from "./api.js";
import { el, icon, iconButton, imageUrl, toast } from "./dom.js";
import { openLightbox } from "./picture/open.js";
import { session } from "./session.js";
import { settingsForm } from "./settings.js";
import { language, t, tn } from "./texts.js";

const GROUPS = [
  [t("Characters"), (memory) => memory.kind === "character" && memory.scope === "user"],
  [t("About you"), (memory) => memory.kind !== "character" && memory.scope === "user"],
  [t("In this channel"), (memory) => memory.scope === "channel"],
  [t("For everyone here"), (memory) => memory.scope === "community"],
];

export class MemoryPanel {
  constructor(channel) {
    this.channel = channel;
    this.history = false;
    this.search = el("input", { id: "memory-search", type: "search", placeholder: t("Search"), "aria-label": t("Search what I remember"), autocomplete: "off" });
    this.list = el("div", { class: "memories", "aria-live": "off" });
    this.count = el("p", { class: "hint", role: "status" });
    this.search.addEventListener("input", () => {
      clearTimeout(this.typing);
      this.typing = setTimeout(() => this.load(), 200);
    });
    const past = el("input", { type: "checkbox", id: "memory-history" });
    past.addEventListener("change", () => {
      this.history = past.checked;
      this.load();
    });
    this.element = el(
      "div",
      { class: "panel-body" },
      el("div", { class: "memory-tools" }, this.search, el("label", { class: "check", for: "memory-history" }, past, t("also what has changed"))),
      this.count,
      this.list,
      ...albums(channel),
      el("section", { class: "settings", "aria-label": t("How I remember") }, el("h3", {}, t("How I remember")), settingsForm()),
      el("section", { class: "yours", "aria-label": t("Your data") }, el("h3", {}, t("Yours")), exportLinks(), this.everything()),
    );
  }

  path(rest = "", query = {}) {
    const search = new URLSearchParams({ channel: this.channel, ...query });
    return `/api/memory${rest}?${search}`;
  }

  /** Something changed elsewhere. What the person is doing in the list is not swept away by it. */
  refresh() {
    if (!this.busy()) this.load({ unless: () => this.busy() });
  }

  busy() {
    return Boolean(this.list.querySelector("form, .confirm"));
  }

  async load({ unless = () => false } = {}) {
    const asked = (this.asked = {});
    try {
      const query = { ...(this.search.value && { search: this.search.value }), ...(this.history && { history: "1" }) };
      const { memories } = await get(this.path("", query));
      if (asked === this.asked && !unless()) this.draw(memories);
    } catch (problem) {
      toast(problem.message, { error: true });
    }
  }

  draw(memories) {
    const groups = GROUPS.map(([title, belongs]) => [title, memories.filter(belongs)]).filter(([, found]) => found.length);
    this.list.replaceChildren(...groups.map(([title, found]) => el("section", { class: "memory-group" }, el("h3", {}, title), el("ul", {}, found.map((memory) => this.entry(memory))))));
    const none = this.search.value ? t("Nothing like that.") : t("Nothing yet. Tell me “remember that I like watercolour”, or press Remember under a picture.");
    this.count.textContent = memories.length ? tn("{n} thing", "{n} things", memories.length) : none;
  }

  entry(memory) {
    const item = el("li", { class: memory.until ? "memory past" : "memory", data: { id: memory.id } });
    const words = el("div", { class: "memory-words" }, memory.name ? el("b", {}, memory.name) : null, el("span", { dir: "auto" }, memory.shown ?? memory.text), this.note(memory));
    const tools = el("div", { class: "memory-tools-row" });
    if (memory.may_edit) tools.append(iconButton("edit", t("Edit: {what}", { what: memory.name || memory.text }), () => this.edit(item, memory)));
    if (memory.may_forget) tools.append(iconButton("trash", t("Forget: {what}", { what: memory.name || memory.text }), () => this.confirm(item, memory)));
    item.append(this.picture(memory) ?? "", words, tools);
    return item;
  }

  picture(memory) {
    if (!memory.images.length) return null;
    const images = memory.images.map((id) => ({ id, alt: memory.name || memory.text }));
    return el("button", { type: "button", class: "memory-picture", "aria-label": t("Open the picture of {what}", { what: memory.name || memory.text }), onclick: () => openLightbox(images, 0) }, el("img", { src: imageUrl(memory.images[0], 96), alt: "" }));
  }

  note(memory) {
    const notes = [];
    if (memory.said_in_private) notes.push(t("said in private"));
    if (memory.told_on) notes.push(t("told on {platform}", { platform: platformName(memory.told_on) }));
    if (memory.kind === "rule") notes.push(t("rule"));
    if (memory.origin === "distilled") notes.push(t("noticed in passing"));
    if (memory.former.length) notes.push(t("before: {words}", { words: memory.former.map((said) => `“${said}”`).join(", ") }));
    if (memory.until) notes.push(t("until {day}", { day: new Date(memory.until).toLocaleDateString(language()) }));
    return notes.length ? el("small", {}, notes.join(" · ")) : null;
  }

  edit(item, memory) {
    const id = `edit-${memory.id}`;
    const text = el("textarea", { id, rows: "2", dir: "auto", maxlength: "500", value: memory.text });
    const name = memory.kind === "character" ? el("input", { id: `${id}-name`, type: "text", dir: "auto", maxlength: "60", value: memory.name, autocomplete: "off" }) : null;
    const named = name ? [el("label", { for: name.id }, t("Name")), name] : [];
    const form = el("form", { class: "inline-form" }, named, el("label", { for: id }, name ? t("What it looks like") : t("What I should remember")), text, el("div", { class: "row" }, el("button", { type: "button", class: "button", onclick: () => this.back(item, memory) }, t("Cancel")), el("button", { type: "submit", class: "button primary" }, t("Save"))));
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.stopPropagation(); this.back(item, memory); }
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target === text) { event.preventDefault(); form.requestSubmit(); }
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const { memory: changed } = await patch(this.path(`/${encodeURIComponent(memory.id)}`), { text: text.value, ...(name && { name: name.value }) });
        this.back(item, changed);
      } catch (problem) {
        toast(problem.message, { error: true });
      }
    });
    item.replaceChildren(form);
    text.focus();
  }

  confirm(item, memory) {
    const keep = el("button", { type: "button", class: "button", onclick: () => this.back(item, memory) }, t("Keep it"));
    const forget = el("button", { type: "button", class: "button danger" }, t("Forget it"));
    forget.addEventListener("click", async () => {
      forget.disabled = true;
      try {
        await remove(this.path(`/${encodeURIComponent(memory.id)}`));
        this.search.focus();
        await this.load();
        toast(t("Forgotten."));
      } catch (problem) {
        toast(problem.message, { error: true });
        forget.disabled = false;
      }
    });
    const box = el("div", { class: "confirm", role: "group", "aria-label": t("Forget this?") }, el("p", {}, t("Forget “{what}” for good?", { what: memory.name || memory.text })), el("div", { class: "row" }, keep, forget));
    box.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); this.back(item, memory); } });
    item.replaceChildren(box);
    keep.focus();
  }

  back(item, memory) {
    const fresh = this.entry(memory);
    item.replaceWith(fresh);
    fresh.querySelector("button")?.focus();
  }

  everything() {
    const box = el("div", {});
    const first = el("button", { type: "button", class: "button wide danger-quiet", onclick: () => ask() }, icon("trash"), t("Forget everything about me"));
    const back = () => { box.replaceChildren(first); first.focus(); };
    const ask = () => {
      const yes = el("button", { type: "button", class: "button danger" }, t("Yes, everything"));
      const keep = el("button", { type: "button", class: "button", onclick: back }, t("Keep it"));
      const everywhere = el("button", { type: "button", class: "button danger", hidden: true }, t("Yes, everywhere"));
      hasOthers().then((has) => { if (has) [yes.textContent, everywhere.hidden] = [t("Yes, here alone"), false]; });
      everywhere.addEventListener("click", () => go(true));
      yes.addEventListener("click", () => go(false));
      const go = async (of_all) => {
        yes.disabled = everywhere.disabled = true;
        try {
          await remove(this.path(), { confirm: "forget everything", everywhere: of_all });
          toast(t("Everything I kept about you is gone."));
          if (session.has_accounts) return document.dispatchEvent(new CustomEvent("atelier:door"));
          back();
          await this.load();
          document.dispatchEvent(new CustomEvent("atelier:reload"));
        } catch (problem) {
          toast(problem.message, { error: true });
          back();
        }
      };
      box.replaceChildren(el("div", { class: "confirm", role: "group", "aria-label": t("Forget everything?") }, el("p", {}, t("Memories, characters, pictures and our conversations. It cannot be undone.")), el("div", { class: "row" }, keep, yes, everywhere)));
      keep.focus();
    };
    box.append(first);
    return box;
  }
}
