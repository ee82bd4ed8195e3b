// The operator's desk: what waits and runs, providers, money, room, what failed, and the story of a turn.

import { get } from "../api.js";
import { el } from "../dom.js";
import { t } from "../texts.js";
import { forgettingCard } from "./forgetting.js";
import { pauseControl } from "./pause.js";
import { ago, bytes, card, money, number, table, when } from "./parts.js";

const AGAIN_MILLISECONDS = 15_000;
const WORKS = { closed: t("works"), open: t("left alone for now"), "half open": t("is tried again") };

export class OperatorDesk {
  constructor({ root }) {
    this.shown = el("div", { class: "desk-cards" }, el("p", { class: "hint", role: "status" }, t("Looking …")));
    this.story = storyCard();
    this.element = el("div", { class: "desk", tabindex: "0", role: "region", "aria-label": t("Operator's desk") }, this.shown, this.story.element, forgettingCard());
    root.replaceChildren(this.element);
    this.load();
    this.again = setInterval(() => document.hidden || this.load(), AGAIN_MILLISECONDS);
  }

  close() {
    this.closed = true;
    clearInterval(this.again);
  }

  async load() {
    try {
      const told = await get("/api/desk/operator");
      if (this.closed) return;
      const { activeElement: at } = document;
      const pausing = this.shown.contains(at) && at.matches(".desk-pause > button");
      if (!this.shown.contains(at) || pausing) this.draw(told);
      if (pausing) this.shown.querySelector(".desk-pause > button")?.focus();
    } catch (problem) {
      if (!this.closed) this.shown.replaceChildren(el("p", { class: "hint", role: "alert" }, problem.message));
    }
  }

  draw(told) {
    const figures = told.figures.map(({ what, value }) => [what, number(value, { maximumFractionDigits: 2 })]);
    const providers = Object.entries(told.providers).map(([name, state]) => [name, WORKS[state] ?? state]);
    const chores = Object.entries(told.chores).map(([name, seconds]) => [name, ago(seconds)]);
    const room = Object.entries(told.tables).map(([name, size]) => [name, bytes(size)]);
    const spent = { spent: money(told.usd_today), limit: money(told.usd_limit) };
    const today = told.usd_limit ? t("Today (UTC): {spent} of {limit}.", spent) : t("Today (UTC): {spent}, without a limit.", spent);
    this.shown.replaceChildren(
      card(t("Now"), pauseControl(told, (changed) => this.draw(changed)), table(t("Now"), [t("What"), t("How much")], figures, "")),
      card(t("Money"), el("p", {}, today), told.usd_limit ? el("progress", { max: String(told.usd_limit), value: String(Math.min(told.usd_today, told.usd_limit)), "aria-label": t("Spent of today's limit") }) : null),
      card(t("Providers"), table(t("Providers"), [t("Provider"), t("State")], providers, t("Nothing outside of this process is asked.")), providers.length ? el("p", { class: "hint" }, t("A provider that fails several times in a row is left alone for a while, and then tried again by itself.")) : null),
      card(t("What failed"), this.troubles(told.troubles)),
      card(t("Room"), told.disk_free === null ? null : el("p", {}, t("{size} are free where the database lies.", { size: bytes(told.disk_free) })), table(t("Room"), [t("Table"), t("Size")], room, "")),
      card(t("Chores"), table(t("Chores"), [t("Chore"), t("Last done")], chores, t("None was done yet."))),
      card(t("Versions"), table(t("Versions"), [t("What"), t("Version")], Object.entries(told.versions), "")),
    );
  }

  troubles(troubles) {
    if (!troubles.length) return el("p", { class: "hint" }, t("Nothing failed lately."));
    return el("ul", { class: "desk-troubles" }, troubles.map(({ turn, platform, at, step }) => el("li", {}, el("button", { type: "button", class: "thread-entry", onclick: () => this.story.show(turn) }, el("span", {}, el("code", {}, turn.slice(0, 8)), " ", step ? t("{platform}, {time}, after {step}", { platform, time: when(at), step }) : t("{platform}, {time}", { platform, time: when(at) }))))));
  }
}

/** A turn by the first characters of its id, as an apology in the chat names it. */
function storyCard() {
  const id = el("input", { id: "desk-turn", type: "text", maxlength: "36", placeholder: "01975c3e", autocomplete: "off" });
  const lines = el("pre", { class: "desk-story", tabindex: "0", role: "status", "aria-label": t("The story of the turn"), hidden: true });
  const form = el("form", { class: "setting" }, el("label", { for: "desk-turn" }, t("The first characters of a turn's id")), el("div", { class: "row" }, id, el("button", { type: "submit", class: "button" }, t("Show its story"))), lines);
  const show = async (start) => {
    id.value = start;
    lines.hidden = false;
    try {
      lines.textContent = (await get(`/api/desk/operator/turns/${encodeURIComponent(start)}`)).lines.join("\n");
    } catch (problem) {
      lines.textContent = problem.message;
    }
    lines.scrollIntoView({ block: "nearest" });
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (id.value.trim()) show(id.value.trim());
  });
  return { element: card(t("A turn, step by step"), form), show };
}
