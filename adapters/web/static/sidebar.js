// Channels, the private chat, and who we are; a drawer on a phone.

import { post } from "./api.js";
import { byId, el, icon, toast } from "./dom.js";
import { hue } from "./message.js";
import { session } from "./session.js";
import { t } from "./texts.js";

/** The page's own place that is no channel. */
export const PICTURES = "@pictures";
export const channelTitle = (channel) => ({ "@me": t("Private chat"), [PICTURES]: t("My pictures") })[channel] ?? channel;

export class Sidebar {
  constructor(open) {
    this.open = open;
    this.unread = new Set();
    this.current = "";
    byId("open-sidebar").append(icon("menu"));
    byId("close-sidebar").append(icon("close"));
    byId("open-sidebar").onclick = () => this.show(true);
    byId("close-sidebar").onclick = () => this.show(false);
    byId("veil").onclick = () => this.show(false);
    byId("sidebar").addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !byId("veil").hidden) this.show(false);
    });
    this.newChannel();
  }

  show(on) {
    byId("sidebar").classList.toggle("open", on);
    byId("veil").hidden = !on;
    byId("main").inert = on;
    byId("open-sidebar").setAttribute("aria-expanded", String(on));
    if (on) byId("close-sidebar").focus();
    else if (byId("sidebar").contains(document.activeElement)) byId("open-sidebar").focus();
  }

  draw(current = this.current) {
    this.current = current;
    this.unread.delete(current);
    const names = session.channels.includes(current) || current.startsWith("@") ? session.channels : [...session.channels, current];
    byId("channels").replaceChildren(...names.map((name) => this.entry(name, icon("hash"))));
    byId("private").replaceChildren(this.entry("@me", icon("lock")), this.entry(PICTURES, icon("images")));
    const me = session.me;
    byId("who").replaceChildren(
      el("span", { class: `avatar hue-${hue(me.id)}`, "aria-hidden": "true" }, [...me.name][0].toUpperCase()),
      el("span", { class: "who-name" }, el("b", {}, me.name), el("small", {}, me.moderator ? t("moderator") : session.has_password ? t("your name") : t("switch person"))),
      icon("swap"),
    );
    byId("who").setAttribute("aria-label", [me.moderator ? t("You are {name}, a moderator.", { name: me.name }) : t("You are {name}.", { name: me.name }), session.has_password ? t("Name and devices") : t("Change who you are")].join(" "));
  }

  entry(name, image) {
    const isNew = this.unread.has(name);
    const button = el(
      "button",
      { type: "button", class: "channel", "aria-current": name === this.current ? "page" : null, onclick: () => { this.show(false); this.open(name); } },
      image,
      el("span", { class: "channel-name" }, channelTitle(name)),
      isNew ? el("span", { class: "dot" }, el("span", { class: "unseen" }, t("new messages"))) : null,
    );
    return el("li", {}, button);
  }

  heard(message) {
    if (message.channel === this.current || message.mine || message.working) return;
    if (message.channel !== "@me" && !session.channels.includes(message.channel)) session.channels.push(message.channel);
    this.unread.add(message.channel);
    this.draw();
  }

  newChannel() {
    const box = byId("new-channel");
    const button = el("button", { type: "button", class: "channel add", onclick: () => ask() }, icon("plus"), t("New channel"));
    const ask = () => {
      const input = el("input", { id: "channel-input", type: "text", maxlength: "24", placeholder: "night-sketches", autocomplete: "off", autocapitalize: "off" });
      const form = el("form", { class: "new-channel" }, el("label", { for: "channel-input" }, t("Name of the channel")), el("div", { class: "row" }, input, el("button", { type: "submit", class: "button primary" }, t("Make"))));
      const back = () => { box.replaceChildren(button); button.focus(); };
      form.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); back(); } });
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        try {
          const { channel, channels } = await post("/api/channels", { name: input.value });
          session.channels = channels;
          box.replaceChildren(button);
          this.show(false);
          this.open(channel);
        } catch (problem) {
          toast(problem.message, { error: true });
          input.focus();
        }
      });
      box.replaceChildren(form);
      input.focus();
    };
    box.replaceChildren(button);
  }
}
