// The moderators' desk: what holds in each channel, what was spent, reports, who is blocked, and the record.

import { get, messagesUrl, newEvent, postForm } from "../api.js";
import { el, imageUrl, toast } from "../dom.js";
import { session } from "../session.js";
import { channelTitle } from "../sidebar.js";
import { card, money, table, when } from "./parts.js";

const ACTS = { changed: "changed", forgot: "forgot", exported: "exported", reported: "reported", removed: "removed", dismissed: "dismissed", blocked: "blocked", unblocked: "unblocked" };

export class CommunityDesk {
  constructor({ root, page }) {
    this.page = page;
    this.element = el("div", { class: "desk", tabindex: "0", role: "region", "aria-label": "Moderators' desk" }, el("p", { class: "hint", role: "status" }, "Looking …"));
    root.replaceChildren(this.element);
    this.load();
  }

  close() {
    this.closed = true;
  }

  /** An answer may be to a decision. */
  heard(message) {
    if (message.reply) this.load();
  }

  async load() {
    try {
      const told = await get("/api/desk/community");
      if (!this.closed) this.draw(told);
    } catch (problem) {
      if (!this.closed) this.element.replaceChildren(el("p", { class: "hint", role: "alert" }, problem.message));
    }
  }

  draw(told) {
    this.element.replaceChildren(this.reports(told), this.channels(told), spending(told), this.blocks(told), record(told));
  }

  reports({ waiting, reports }) {
    if (!waiting) return card("Reports", el("p", { class: "hint" }, "Nothing waits to be decided."));
    const list = el("ul", { class: "desk-reports" }, reports.map((report) => el(
      "li",
      {},
      report.image ? el("img", { src: imageUrl(report.image, 96), alt: "", width: "64", height: "64", loading: "lazy" }) : null,
      el("div", {}, el("b", {}, report.caption || "a picture"), el("p", {}, `For ${report.author} in ${channelTitle(report.channel)}, ${when(report.at)}; reported by ${report.reporters}.`), report.reasons.map((reason) => el("p", { class: "hint" }, `“${reason}”`))),
    )));
    return card("Reports", el("p", {}, waiting === 1 ? "1 picture waits to be decided." : `${waiting} pictures wait to be decided.`), list, this.asker("Decide on them", "/reports"));
  }

  channels({ settings, rules, scheduled }) {
    const names = ["", ...session.channels, ...Object.keys({ ...settings, ...rules, ...scheduled })].filter((name, at, all) => all.indexOf(name) === at);
    const rows = names.map((name) => [name ? channelTitle(name) : "elsewhere", summary(settings[name]), (rules[name] ?? []).join(" · ") || "none", scheduled[name] ?? 0]);
    return card("What holds", table("What holds", ["Channel", "Settings", "Rules and style", "By the clock"], rows, ""), el("p", { class: "hint" }, "Moderators change it with /channel in the channel itself."));
  }

  blocks({ blocks }) {
    const rows = blocks.map((block) => [block.name || "somebody who had everything forgotten", when(block.at)]);
    return card("Blocked", table("Blocked", ["Who", "Since"], rows, "I answer everybody here."), blocks.length ? this.asker("Unblock somebody", "/blocked") : null);
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
  const heads = (first) => [first, "Pictures", "Spent"];
  const row = ([name, [pictures, usd]]) => [name, pictures, money(usd)];
  return card(
    `The last ${days} days`,
    table("By channel", heads("Channel"), [...sums].map(([name, sum]) => row([channelTitle(name), sum])), "Nothing was drawn."),
    table("By model", heads("Model"), models.map(({ name, pictures, usd }) => row([name || "the only model", [pictures, usd]])), ""),
    table("By day", heads("Day"), [...byDay].map(row), ""),
  );
}

function record({ audit }) {
  const rows = audit.map(({ at, act, actor, detail, whom }) => [when(at), actor || "somebody", [ACTS[act] ?? act, whom, detail].filter(Boolean).join(" ")]);
  return card("Record", table("Record", ["When", "Who", "What"], rows, "Nothing is recorded yet."));
}

/** What differs from the usual, in words. */
function summary(chosen) {
  if (!chosen) return "as usual";
  const said = [
    chosen.enabled ? "" : "switched off",
    chosen.memory ? "" : "memory off",
    chosen.ask ? `asks ${chosen.ask}` : "",
    chosen.anyone_answers ? "anyone answers" : "",
    chosen.roles.length ? `for ${chosen.roles.length} roles` : "",
    chosen.pictures_per_day ? `${chosen.pictures_per_day} pictures a day each` : "",
    chosen.pictures_per_day_all ? `${chosen.pictures_per_day_all} pictures a day together` : "",
    chosen.money_per_day_usd ? `${money(chosen.money_per_day_usd)} a day` : "",
    chosen.model ? `model ${chosen.model}` : "",
    chosen.models.length ? `models ${chosen.models.join(", ")}` : "",
    chosen.retention_days ? `kept ${chosen.retention_days} days` : "",
    chosen.spoilers ? "pictures covered" : "",
    chosen.content === "standard" ? "" : `content ${chosen.content}`,
    chosen.hears === "alone" ? "" : `hears ${chosen.hears}`,
  ];
  return said.filter(Boolean).join(", ") || "as usual";
}
