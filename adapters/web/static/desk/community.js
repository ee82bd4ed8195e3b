// The moderators' desk: what holds in each channel, what was spent, reports, who is blocked, and the record.

import { get, messagesUrl, newEvent, postForm } from "../api.js";
import { el, imageUrl, toast } from "../dom.js";
import { session } from "../session.js";
import { channelTitle } from "../sidebar.js";
import { t, tn } from "../texts.js";
import { ChannelSettings } from "./channel_settings.js";
import { card, money, table, when } from "./parts.js";

const AGAIN_MILLISECONDS = 15_000;
const ACTS = { changed: t("changed"), forgot: t("forgot"), exported: t("exported"), reported: t("reported"), removed: t("removed"), dismissed: t("dismissed"), blocked: t("blocked"), unblocked: t("unblocked") };

export class CommunityDesk {
  constructor({ root, page }) {
    this.page = page;
    this.first = el("div", { class: "desk-part" }, el("p", { class: "hint", role: "status" }, t("Looking …")));
    this.rest = el("div", { class: "desk-part" });
    this.settings = new ChannelSettings();
    this.settings.element.hidden = true;
    this.element = el("div", { class: "desk", tabindex: "0", role: "region", "aria-label": t("Moderators' desk") }, this.first, this.settings.element, this.rest);
    root.replaceChildren(this.element);
    this.load();
    this.again = setInterval(() => document.hidden || this.isUsed() || this.load(), AGAIN_MILLISECONDS);
  }

  close() {
    this.closed = true;
    clearInterval(this.again);
  }

  /** Whoever is about to press or to scroll something is not disturbed. */
  isUsed() {
    return [this.first, this.rest].some((part) => part.contains(document.activeElement));
  }

  /** An answer may be to a decision, or to what was changed here. */
  heard(message) {
    this.settings.heard(message);
    if (message.reply) this.load();
  }

  async load() {
    try {
      const told = await get("/api/desk/community");
      if (!this.closed) this.draw(told);
    } catch (problem) {
      if (!this.closed) this.first.replaceChildren(el("p", { class: "hint", role: "alert" }, problem.message));
    }
  }

  draw(told) {
    const names = ["", ...session.channels, ...Object.keys({ ...told.settings, ...told.rules, ...told.scheduled })].filter((name, at, all) => all.indexOf(name) === at);
    this.first.replaceChildren(this.reports(told), this.channels(told, names));
    this.settings.offer(names, told.known_models);
    this.settings.element.hidden = false;
    this.rest.replaceChildren(spending(told), this.blocks(told), record(told));
  }

  reports({ waiting, reports }) {
    if (!waiting) return card(t("Reports"), el("p", { class: "hint" }, t("Nothing waits to be decided.")));
    const list = el("ul", { class: "desk-reports" }, reports.map((report) => el(
      "li",
      {},
      report.image ? el("img", { src: imageUrl(report.image, 96), alt: "", width: "64", height: "64", loading: "lazy" }) : null,
      el("div", {}, el("b", {}, report.caption || t("a picture")), el("p", {}, tn("For {author} in {channel}, {time}; reported by {n} person.", "For {author} in {channel}, {time}; reported by {n} people.", report.reporters, { author: report.author, channel: channelTitle(report.channel), time: when(report.at) })), report.reasons.map((reason) => el("p", { class: "hint" }, `“${reason}”`))),
    )));
    return card(t("Reports"), el("p", {}, tn("{n} picture waits to be decided.", "{n} pictures wait to be decided.", waiting)), list, this.asker(t("Decide on them"), "/reports"));
  }

  channels({ settings, rules, scheduled }, names) {
    const rows = names.map((name) => [name ? channelTitle(name) : t("elsewhere"), summary(settings[name]), (rules[name] ?? []).join(" · ") || t("none"), scheduled[name] ?? 0]);
    return card(t("What holds"), table(t("What holds"), [t("Channel"), t("Settings"), t("Rules and style"), t("By the clock")], rows, ""), el("p", { class: "hint" }, t("Moderators change it with /channel in the channel itself.")));
  }

  blocks({ blocks }) {
    const rows = blocks.map((block) => [block.name || t("somebody who had everything forgotten"), when(block.at)]);
    return card(t("Blocked"), table(t("Blocked"), [t("Who"), t("Since")], rows, t("I answer everybody here.")), blocks.length ? this.asker(t("Unblock somebody"), "/blocked") : null);
  }

  /** Asks the bot in the channel, where it answers for the moderator's eyes alone, and goes there. */
  asker(label, command) {
    const button = el("button", { type: "button", class: "button" }, label);
    button.addEventListener("click", async () => {
      button.disabled = true;
      const [channel] = session.channels;
      try {
        await postForm(messagesUrl(channel), { event: newEvent(), text: command });
        this.page.go(channel);
      } catch (problem) {
        toast(problem.message, { error: true });
        button.disabled = false;
      }
    });
    return button;
  }
}

function spending({ days, spending, models }) {
  const sums = new Map();
  for (const { channel, pictures, usd } of spending) {
    const sum = sums.get(channel) ?? [0, 0];
    sums.set(channel, [sum[0] + pictures, sum[1] + usd]);
  }
  const byDay = new Map();
  for (const { day, pictures, usd } of spending) {
    const sum = byDay.get(day) ?? [0, 0];
    byDay.set(day, [sum[0] + pictures, sum[1] + usd]);
  }
  const heads = (first) => [first, t("Pictures"), t("Spent")];
  const row = ([name, [pictures, usd]]) => [name, pictures, money(usd)];
  return card(
    tn("The last day", "The last {n} days", days),
    table(t("By channel"), heads(t("Channel")), [...sums].map(([name, sum]) => row([channelTitle(name), sum])), t("Nothing was drawn.")),
    table(t("By model"), heads(t("Model")), models.map(({ name, pictures, usd }) => row([name || t("the only model"), [pictures, usd]])), ""),
    table(t("By day"), heads(t("Day")), [...byDay].map(row), ""),
  );
}

function record({ audit }) {
  const rows = audit.map(({ at, act, actor, detail, whom }) => [when(at), actor || t("somebody"), [ACTS[act] ?? act, whom, detail].filter(Boolean).join(" ")]);
  return card(t("Record"), table(t("Record"), [t("When"), t("Who"), t("What")], rows, t("Nothing is recorded yet.")));
}

/** What differs from the usual, in words. */
function summary(chosen) {
  if (!chosen) return t("as usual");
  const said = [
    chosen.enabled ? "" : t("switched off"),
    chosen.memory ? "" : t("memory off"),
    chosen.ask ? t("asks: {how}", { how: chosen.ask }) : "",
    chosen.anyone_answers ? t("anyone answers") : "",
    chosen.roles.length ? tn("for {n} role", "for {n} roles", chosen.roles.length) : "",
    chosen.pictures_per_day ? tn("{n} picture a day each", "{n} pictures a day each", chosen.pictures_per_day) : "",
    chosen.pictures_per_day_all ? tn("{n} picture a day together", "{n} pictures a day together", chosen.pictures_per_day_all) : "",
    chosen.money_per_day_usd ? t("{money} a day", { money: money(chosen.money_per_day_usd) }) : "",
    chosen.model ? t("model {name}", { name: chosen.model }) : "",
    chosen.models.length ? t("models {names}", { names: chosen.models.join(", ") }) : "",
    chosen.retention_days ? tn("kept {n} day", "kept {n} days", chosen.retention_days) : "",
    chosen.spoilers ? t("pictures covered") : "",
    chosen.content === "standard" ? "" : t("content: {level}", { level: chosen.content }),
    chosen.hears === "alone" ? "" : t("hears: {whom}", { whom: chosen.hears }),
  ];
  return said.filter(Boolean).join(", ") || t("as usual");
}
