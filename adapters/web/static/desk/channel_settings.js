// Changing what holds in a channel: said to the bot as `/channel ...` there, which has its own checks, its answer and its record.

import { messagesUrl, newEvent, postForm } from "../api.js";
import { el } from "../dom.js";
import { session } from "../session.js";
import { channelTitle } from "../sidebar.js";
import { t } from "../texts.js";
import { card } from "./parts.js";

const ON_OFF = [["on", t("on")], ["off", t("off")]];
const ASK = [["when-needed", t("when it matters")], ["often", t("often")], ["never", t("never, just draw")], ["default", t("default")]];
const ANSWERS = [["asker", t("asker")], ["anyone", t("anyone")]];
const A_DAY = t("how many a day; 0 for no limit");

/** What may be set, by the words of /channel: one of some choices, a number, or words of one's own. */
const settings = (models) => [
  { words: "memory", label: t("Memory here on or off"), choices: ON_OFF },
  { words: "", label: t("Draw here or not"), choices: ON_OFF },
  { words: "ask", label: t("How often I ask here"), choices: ASK },
  { words: "answers", label: t("Who may answer my questions"), choices: ANSWERS },
  { words: "keep", label: t("How long pictures and memories of this channel are kept"), number: t("how many days; 0: until forgotten"), step: "1" },
  { words: "quota", label: t("Pictures a day for each person"), number: A_DAY, step: "1" },
  { words: "quota all", label: t("Pictures a day for all together"), number: A_DAY, step: "1" },
  { words: "budget", label: t("US dollars a day for all together"), number: A_DAY, step: "any" },
  { words: "spoilers", label: t("Post pictures as spoilers"), choices: ON_OFF },
  ...(models.length > 1 ? [{ words: "model", label: t("Which model draws here"), choices: [["auto", t("default")], ...models.map((name) => [name, name])] }] : []),
  { words: "style", label: t("Set the house style"), text: t("for example: ink drawings") },
  { words: "rule", label: t("Set a rule"), text: t("for example: never gore") },
];

const options = (all) => all.map(([value, label]) => el("option", { value }, label));

export class ChannelSettings {
  constructor() {
    this.offered = [];
    this.answers = new Map();
    this.channel = el("select", { id: "desk-channel" });
    this.setting = el("select", { id: "desk-setting", onchange: () => this.choose() });
    this.value = el("div", {});
    this.said = el("p", { class: "hint desk-answer", role: "status" });
    this.button = el("button", { type: "submit", class: "button primary" }, t("Save"));
    const named = (id, label, ...control) => el("div", { class: "setting" }, el("label", { for: id }, label), ...control);
    const form = el("form", { class: "settings-form desk-form" }, named("desk-channel", t("Channel"), this.channel), named("desk-setting", t("What should change?"), this.setting), named("desk-value", t("New value"), this.value), this.button, this.said);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    this.element = card(t("Change what holds"), form);
  }

  /** channels: names, "" for what holds elsewhere. What is chosen stays. */
  offer(channels, models) {
    const chosen = this.offered.length ? this.channel.value : session.channels[0];
    this.channel.replaceChildren(...options(channels.map((name) => [name, name ? channelTitle(name) : t("elsewhere")])));
    this.channel.value = channels.includes(chosen) ? chosen : session.channels[0];
    if (this.offered.length) return;
    this.offered = settings(models);
    this.setting.replaceChildren(...options(this.offered.map(({ label }, number) => [String(number), label])));
    this.choose();
  }

  get chosen() {
    return this.offered[Number(this.setting.value)];
  }

  choose() {
    const { choices, number, text, step } = this.chosen;
    const hint = number ?? text;
    const control = choices ? el("select", { id: "desk-value" }, options(choices)) : el("input", { id: "desk-value", type: number ? "number" : "text", required: true, autocomplete: "off", maxlength: "400", ...(number ? { min: "0", step } : {}), "aria-describedby": "desk-hint" });
    this.value.replaceChildren(control, ...(hint ? [el("p", { class: "hint", id: "desk-hint" }, hint)] : []));
  }

  async save() {
    const where = this.channel.value;
    const value = this.value.querySelector("#desk-value").value.trim();
    const text = ["/channel", where ? "" : "everywhere", this.chosen.words, value].filter(Boolean).join(" ");
    this.button.disabled = true;
    this.answers.clear();
    this.said.textContent = "";
    try {
      const { turn, note } = await postForm(messagesUrl(where || session.channels[0]), { event: newEvent(), text });
      this.turn = turn;
      if (note) this.tell(note);
      if (this.answers.has(turn)) this.tell(this.answers.get(turn));
    } catch (problem) {
      this.tell(problem.message);
    }
    this.button.disabled = false;
  }

  /** The answer may be here before the page knows which turn it is of. */
  heard({ turn, reply }) {
    if (!reply?.text) return;
    if (turn === this.turn) this.tell(reply.text);
    else if (this.button.disabled) this.answers.set(turn, reply.text);
  }

  /** What stands in the first line is what was done; what holds now is in the table. */
  tell(text) {
    [this.said.textContent] = text.split("\n");
  }
}
