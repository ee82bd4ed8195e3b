// The message box: text, pictures, the message replied to, incognito, hints. Enter sends, Shift+Enter breaks the line.

import { messagesUrl, newEvent, postForm } from "./api.js";
import { attachments } from "./attachments.js";
import { el, icon, iconButton, toast } from "./dom.js";
import { hints } from "./hints.js";
import { excerpt } from "./message.js";
import { microphone } from "./microphone.js";
import { session } from "./session.js";
import { t } from "./texts.js";

const LINES_PIXELS_MAX = 200;
const AMONG_PEOPLE = t("Talk, or @atelier");
const SAID_TO_PEOPLE = t("That was for the people here. Begin with @atelier to have it drawn.");
let isExplained = false;

export class Composer {
  /** at: {channel, thread}; id: prefix of element ids; placeholder; people(): who wrote here; sent(): called when a message was taken */
  constructor({ id, at, placeholder, people, sent }) {
    this.at = at;
    this.sent = sent;
    this.placeholder = placeholder;
    this.replied = null;
    this.incognito = false;
    this.event = newEvent();
    this.text = el("textarea", { id: `${id}-text`, rows: "1", dir: "auto", placeholder, "aria-label": placeholder, autocomplete: "off", enterkeyhint: "send" });
    this.held = attachments(() => this.changed());
    this.hints = hints(this.text, `${id}-hints`, () => (at.channel === "@me" ? null : people()));
    this.chip = el("div", { class: "reply-chip", hidden: true });
    this.count = el("span", { class: "count", role: "status" });
    this.hide = el("button", { type: "button", class: "icon-button", "aria-pressed": "false", onclick: () => this.toggleIncognito() }, icon("incognito"));
    this.microphone = session.listens ? microphone((voice) => this.send(voice)) : null;
    this.sendButton = el("button", { type: "submit", class: "send", "aria-label": t("Send") }, icon("send"));
    this.element = this.form();
    this.listen();
    this.nameIncognito();
  }

  form() {
    return el(
      "form",
      { class: "composer" },
      this.hints.list,
      this.chip,
      this.held.list,
      el("div", { class: "composer-row" }, this.held.picker(t("Attach pictures"), true), this.hide, this.text, this.count, this.microphone, this.sendButton),
    );
  }

  listen() {
    this.text.addEventListener("input", () => this.changed());
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("paste", (event) => {
      if (!event.clipboardData?.files.length) return;
      event.preventDefault();
      this.held.add(event.clipboardData.files);
    });
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  key(event) {
    if (this.hints.key(event)) return this.changed();
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && this.replied) {
      event.stopPropagation();
      this.reply(null);
    }
  }

  changed() {
    this.event = newEvent();
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, LINES_PIXELS_MAX)}px`;
    const left = session.limits.text - this.text.value.length;
    this.count.textContent = left < 300 ? String(left) : "";
    this.count.classList.toggle("over", left < 0);
    this.sendButton.classList.toggle("ready", Boolean(this.text.value.trim() || this.held.files().length));
  }

  /** What the next message replies to; null for nothing. */
  reply(message) {
    this.replied = message;
    this.chip.hidden = !message;
    if (message) {
      const who = message.author?.name ?? "Atelier";
      this.chip.replaceChildren(icon("reply"), el("span", {}, el("b", {}, who), " ", excerpt(message)), iconButton("close", t("Do not reply to it"), () => this.reply(null), "small"));
      this.text.focus();
    }
    this.event = newEvent();
  }

  toggleIncognito() {
    this.incognito = !this.incognito;
    this.element.classList.toggle("incognito", this.incognito);
    this.nameIncognito();
    this.event = newEvent();
  }

  nameIncognito() {
    const label = this.incognito ? t("Incognito is on: memory is neither read nor written") : t("Incognito: leave memory out of this message");
    this.hide.setAttribute("aria-pressed", String(this.incognito));
    this.text.placeholder = this.incognito ? t("Just this once, without memory") : this.amongPeople ? AMONG_PEOPLE : this.placeholder;
    this.hide.setAttribute("aria-label", label);
    this.hide.title = label;
  }

  /** Whether plain words are for the people here rather than for the bot. */
  among(people) {
    this.amongPeople = people;
    this.text.setAttribute("aria-label", people ? AMONG_PEOPLE : this.placeholder);
    this.nameIncognito();
  }

  async send(voice = null) {
    const files = this.held.files();
    if (this.sendButton.disabled || (!this.text.value.trim() && !files.length && !voice)) return;
    this.sendButton.disabled = true;
    const fields = { event: this.event, text: this.text.value, reply_to: this.replied?.id, thread: this.at.thread, incognito: this.incognito ? "yes" : "" };
    try {
      const { note, aside } = await postForm(messagesUrl(this.at.channel), fields, files, voice);
      if (note) toast(note);
      if (aside && !isExplained) toast(SAID_TO_PEOPLE);
      isExplained ||= aside;
      this.clear();
      this.sent();
    } catch (problem) {
      toast(problem.message, { error: true });
    } finally {
      this.sendButton.disabled = false;
    }
  }

  clear() {
    this.text.value = "";
    this.held.clear();
    this.reply(null);
    this.changed();
  }
}
