// The panel on the right (over everything on a phone): what I remember, the threads of a channel, or one thread.

import { Conversation } from "./conversation.js";
import { byId, el, icon, iconButton } from "./dom.js";
import { withPart } from "./fetched.js";
import { excerpt } from "./message.js";
import { t } from "./texts.js";

const PHONE = matchMedia("(max-width: 760px)");

export class Panel {
  constructor(page) {
    this.page = page;
    this.kind = "";
    this.thread = null;
    this.memory = null;
    const buttons = { channel: byId("open-channel"), threads: byId("open-threads"), memory: byId("open-memory") };
    buttons.channel.append(icon("search"), el("span", {}, t("Search")));
    buttons.channel.onclick = () => (this.kind === "channel" ? this.close() : this.showChannel());
    buttons.threads.append(icon("thread"), el("span", {}, t("Threads")));
    buttons.memory.append(icon("memory"), el("span", {}, t("What I remember")));
    buttons.threads.onclick = () => (["threads", "thread"].includes(this.kind) ? this.close() : this.showThreads());
    buttons.memory.onclick = () => (this.kind === "memory" ? this.close() : this.showMemory());
    this.buttons = buttons;
    PHONE.addEventListener("change", () => this.cover());
    byId("panel").addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) this.close();
    });
  }

  open(kind, title, content, { back = null } = {}) {
    this.forget();
    if (!this.kind) this.opener = document.activeElement;
    this.kind = kind;
    const close = iconButton("close", t("Close the panel"), () => this.close());
    const panel = byId("panel");
    panel.replaceChildren(el("header", { class: "panel-head" }, back, el("h2", { id: "panel-title" }, title), close), content);
    panel.setAttribute("aria-labelledby", "panel-title");
    panel.hidden = false;
    this.cover();
    byId("app").classList.add("with-panel");
    this.mark();
    return close;
  }

  close() {
    if (!this.kind) return;
    const wasThread = this.kind === "thread";
    this.forget();
    this.kind = "";
    byId("panel").hidden = true;
    byId("panel").removeAttribute("aria-labelledby");
    this.cover();
    byId("panel").replaceChildren();
    byId("app").classList.remove("with-panel");
    this.mark();
    if (wasThread) this.page.threadClosed();
    (this.opener?.isConnected ? this.opener : byId("composer-text"))?.focus();
  }

  /** On a phone the panel lies over everything: what is below must not take the focus. */
  cover() {
    byId("main").inert = Boolean(this.kind) && PHONE.matches;
  }

  forget() {
    this.thread?.close();
    this.thread = null;
    this.memory = null;
  }

  mark() {
    this.buttons.channel.setAttribute("aria-expanded", String(this.kind === "channel"));
    this.buttons.memory.setAttribute("aria-expanded", String(this.kind === "memory"));
    this.buttons.threads.setAttribute("aria-expanded", String(["threads", "thread"].includes(this.kind)));
  }

  showMemory() {
    return withPart(() => import("./memory.js"), ({ MemoryPanel }) => {
      const memory = new MemoryPanel(this.page.conversation ? this.page.channel : "@me");
      this.open("memory", t("What I remember"), memory.element).focus();
      this.memory = memory;
      return memory.load();
    });
  }

  showChannel() {
    return withPart(() => import("./channel_panel.js"), ({ channelPanel }) => this.openChannel(channelPanel));
  }

  openChannel(channelPanel) {
    const { channel, conversation } = this.page;
    const content = channelPanel(channel, {
      go: (id) => {
        if (PHONE.matches) this.close();
        conversation.goTo(id);
      },
      changed: () => this.page.channelsChanged(),
    });
    this.open("channel", t("In this channel"), content);
    content.querySelector("input").focus();
  }

  showThreads() {
    const list = el("ul", { class: "threads" });
    this.open("threads", t("Threads"), el("div", { class: "panel-body" }, list)).focus();
    const { conversation } = this.page;
    const found = [...conversation.threads].filter(([, held]) => held.size);
    if (!found.length) {
      list.replaceWith(el("p", { class: "hint" }, t("No threads here yet. Open one from any message: it keeps a longer exchange out of everybody's way.")));
      return;
    }
    for (const [root, held] of found.reverse()) {
      const words = el("span", { class: "thread-words" }, "…");
      conversation.find(root).then((message) => words.replaceChildren(message ? excerpt(message) : t("a message that is gone")));
      list.append(el("li", {}, el("button", { type: "button", class: "thread-entry", onclick: () => this.page.openThread(root) }, icon("thread"), words, el("small", {}, `${held.size}`))));
    }
  }

  async showThread(channel, root) {
    const box = el("div", { class: "conversation in-panel" });
    const first = el("div", { class: "thread-root" });
    const back = iconButton("left", t("All threads"), () => this.showThreads());
    this.open("thread", t("Thread"), el("div", { class: "thread" }, first, box), { back });
    const thread = new Conversation({
      root: box, at: { channel, thread: root }, prefix: "t-", page: this.page, placeholder: t("Write in this thread"),
      empty: el("p", { class: "hint" }, t("What you write here stays in this thread; I know what it started from.")),
    });
    this.thread = thread;
    const message = await thread.find(root);
    first.replaceChildren(message ? el("p", {}, el("b", {}, message.author?.name ?? "Atelier"), " ", excerpt(message)) : el("p", {}, t("The first message is gone.")));
    const image = message?.reply?.spoiler ? null : (message?.reply?.images[0]?.id ?? message?.images[0]);
    if (image) first.prepend(el("img", { src: `/api/images/${encodeURIComponent(image)}?w=96`, alt: "", width: "48", height: "48" }));
    await thread.load();
    if (this.thread === thread) thread.composer.text.focus();
  }
}
