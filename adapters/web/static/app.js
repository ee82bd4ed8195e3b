// The page: who we are, where we are, and what is told to which part.

import { get } from "./api.js";
import { Conversation } from "./conversation.js";
import { byId, el, icon, storage, toast } from "./dom.js";
import { askLink, askName, askToComeIn, closeDoor, openPeople, takeLink } from "./entrance.js";
import { Events } from "./events.js";
import { missing } from "./fetched.js";
import { Panel } from "./panel.js";
import { notice } from "./notifications.js";
import { translatePage } from "./page_texts.js";
import { lightboxHeard, openFrom, openLightbox } from "./picture/open.js";
import { ROOMS } from "./rooms.js";
import { session } from "./session.js";
import { channelTitle, Sidebar } from "./sidebar.js";
import { setUpTheme } from "./themes.js";
import { t } from "./texts.js";
import { welcome } from "./welcome.js";

const RESYNC_MILLISECONDS = 60_000;
const RESYNC_WORKING_MILLISECONDS = 15_000;

class Page {
  constructor() {
    this.channel = "";
    this.conversation = null;
    this.room = null;
    this.drafts = new Map();
    this.sidebar = new Sidebar((channel) => this.go(channel));
    this.panel = new Panel(this);
    this.events = new Events({
      hello: () => this.back(),
      message: (message, preview) => this.heard(message, preview),
      gone: (id) => [...this.views(), this.room].forEach((view) => view?.gone?.(id)),
      memory: () => this.panel.memory?.refresh(),
      lost: (text) => this.lost(text),
      refused: () => this.refused(),
    });
    byId("who").onclick = () => openPeople((told) => this.become(told));
    document.addEventListener("atelier:door", () => this.enter());
    document.addEventListener("atelier:reload", () => this.resync());
    document.addEventListener("visibilitychange", () => document.hidden || this.resync());
    addEventListener("hashchange", () => (location.hash.startsWith("#open=") ? this.enter() : this.route()));
    // Another tab became somebody else: the cookie is shared, so this one must not go on as who it was.
    addEventListener("storage", (event) => event.key === "atelier.who" && this.enter());
    setInterval(() => document.hidden || this.resync(), RESYNC_MILLISECONDS);
    setInterval(() => this.resyncWorking(), RESYNC_WORKING_MILLISECONDS);
  }

  /** From the door to the page. */
  async enter() {
    if (this.entering) return;
    this.entering = true;
    this.events.close();
    try {
      let told = await get("/api/session");
      if (told.login) told = await this.linked(told); // a link from the bot lets in by itself
      if (told.login) told = await askToComeIn(told.ways);
      Object.assign(session, told);
      told = await this.linked(told);
      if (!told.me) told = await askName();
      this.become(told);
    } catch (problem) {
      byId("door").hidden = false;
      byId("door").replaceChildren(el("div", { class: "door-card" }, el("p", { class: "problem", role: "alert" }, problem.message), el("button", { type: "button", class: "button primary", onclick: () => location.reload() }, t("Try again"))));
    } finally {
      this.entering = false;
    }
  }

  /** A link from the bot or from another device, if the page was opened with one. */
  async linked(told) {
    this.link ||= takeLink();
    if (!this.link || !(told.login || told.has_accounts)) return told;
    const opened = await askLink(this.link);
    if (opened === undefined) return told;
    this.link = "";
    if (opened) storage.set("who", opened.me.name);
    return opened ?? told;
  }

  become(told) {
    this.keepDraft();
    Object.assign(session, told);
    closeDoor();
    this.panel.close();
    this.leave();
    this.channel = "";
    this.listens = false;
    this.route();
    this.events.connect();
  }

  keepDraft() {
    if (this.conversation) this.drafts.set(this.drafted, this.conversation.composer.text.value);
  }

  go(channel, thread = "") {
    const hash = `#/${encodeURIComponent(channel)}${thread ? `/${thread}` : ""}`;
    const isThere = location.hash === hash;
    location.hash = hash;
    if (isThere || !thread) this.route(); // at once: what is typed until the browser tells of it would stand in the channel before
  }

  route() {
    if (!session.me) return;
    const [, name = "", thread = ""] = location.hash.split("/").map(decoded);
    if (ROOMS[name]?.has()) return this.showRoom(name);
    const valid = name === "@me" || /^[a-z0-9][a-z0-9-]{0,23}$/.test(name);
    const channel = valid ? name : this.lastChannel();
    if (channel !== this.channel) this.show(channel);
    if (/^b\d+\.\d+$/.test(thread)) this.showPicture(thread);
    if (/^[bu]\d+$/.test(thread)) this.panel.showThread(channel, thread);
    else if (this.panel.kind === "thread") this.panel.close();
    else if (this.panel.kind === "memory" && this.panel.memory?.channel !== channel) this.panel.showMemory();
  }

  show(channel) {
    this.keepDraft();
    if (["threads", "thread", "channel"].includes(this.panel.kind)) this.panel.close();
    this.leave();
    this.channel = channel;
    this.drafted = `${session.me.id} ${channel}`;
    storage.set("channel", channel);
    const secret = channel === "@me";
    byId("channel-name").replaceChildren(icon(secret ? "lock" : "hash"), channelTitle(channel));
    byId("channel-note").textContent = secret ? t("Only you and Atelier read this") : t("Everyone here can read this");
    byId("open-threads").hidden = secret;
    byId("open-channel").hidden = false;
    document.title = `${channelTitle(channel)} · Atelier`;
    this.conversation = new Conversation({ root: byId("conversation"), at: { channel, thread: "" }, prefix: "m-", page: this, placeholder: secret ? t("What shall I draw, just for you?") : t("What shall I draw?"), empty: welcome((words) => this.suggest(words)) });
    this.conversation.composer.text.value = this.drafts.get(this.drafted) ?? "";
    this.conversation.composer.changed();
    this.sidebar.draw(channel);
    if (this.listens) this.load(this.conversation); // else as soon as it is listened: once, and nothing is missed between
    if (matchMedia("(hover: hover)").matches) this.conversation.composer.text.focus();
  }

  /** From what was on show in the middle. */
  leave() {
    for (const view of [this.conversation, this.room]) view?.close();
    this.conversation = this.room = null;
  }

  /** One of the page's own places. */
  async showRoom(name) {
    if (this.channel === name) return;
    const { icon: image, open } = ROOMS[name];
    const title = ROOMS[name].title();
    this.keepDraft();
    this.panel.close();
    this.leave();
    this.channel = name;
    byId("channel-name").replaceChildren(icon(image), title);
    byId("channel-note").textContent = ROOMS[name].note();
    byId("open-threads").hidden = byId("open-channel").hidden = true;
    byId("conversation").replaceChildren();
    document.title = `${title} · Atelier`;
    this.sidebar.draw(name);
    const make = await open({ root: byId("conversation"), page: this }).catch((problem) => this.unopened(name, problem));
    if (make && this.channel === name && !this.room) this.room = make();
  }

  /** It is not on show then: who asks for it again gets it. */
  unopened(name, problem) {
    if (this.channel !== name) return;
    this.channel = "";
    byId("conversation").replaceChildren(missing(problem, () => this.route()));
  }

  /** One picture, by a link that somebody gave: for who may see its channel. */
  async showPicture(link) {
    const [id, position] = link.split(".");
    history.replaceState(null, "", `#/${encodeURIComponent(this.channel)}`);
    try {
      const { message } = await get(`/api/messages/${encodeURIComponent(id)}`);
      const image = message.reply?.images[Number(position)];
      if (!image) throw new Error();
      openLightbox([{ ...image, message: id, position: Number(position) }], 0);
    } catch {
      toast(t("That picture is not there any more, or it is not for you to see."), { error: true });
    }
  }

  /** A picture to go with the next message, in the channel that was on show last. */
  attach(file) {
    if (!this.conversation) this.go(this.lastChannel());
    requestAnimationFrame(() => {
      this.route();
      this.conversation.composer.held.add([file]);
      this.conversation.composer.text.focus();
      toast(t("It goes with your next message. Say what I should draw from it."));
    });
  }

  lastChannel() {
    const remembered = storage.get("channel");
    return remembered && (remembered === "@me" || session.channels.includes(remembered)) ? remembered : session.channels[0];
  }

  /** The next message begins with these words. */
  suggest(words) {
    const { composer } = this.conversation;
    composer.text.value = words;
    composer.changed();
    composer.text.focus();
  }

  /** Whom the bot hears, in the channel on show. */
  hears(view) {
    if (view !== this.conversation || this.channel === "@me") return;
    byId("channel-note").textContent = view.hears === "named" ? t("@atelier draws. Everyone here can read this") : t("Everyone here can read this");
  }

  /** Channels were named anew or deleted. */
  channelsChanged() {
    if (!session.channels.includes(this.channel)) return this.go(session.channels[0]);
    byId("channel-name").replaceChildren(icon("hash"), channelTitle(this.channel));
    this.sidebar.draw();
  }

  openThread(id) {
    this.go(this.channel, id);
  }

  threadClosed() {
    if (location.hash.split("/").length > 2) history.replaceState(null, "", `#/${encodeURIComponent(this.channel)}`);
  }

  views() {
    return [this.conversation, this.panel.thread].filter(Boolean);
  }

  each(act) {
    this.views().forEach(act);
  }

  heard(message, preview) {
    this.each((view) => view.heard(message, preview));
    this.room?.heard?.(message);
    lightboxHeard(message);
    notice(message, (channel, thread) => this.go(channel, thread));
    this.sidebar.heard(message);
    if (message.reply?.kind === "text") this.panel.memory?.refresh();
  }

  back() {
    clearTimeout(this.telling);
    this.telling = null;
    byId("connection").hidden = true;
    this.listens = true;
    this.resync();
  }

  /** The stream was refused: perhaps because of the door. */
  async refused() {
    if (!this.listens) this.resync(); // what is there can be read without being told of news
    this.listens = true;
    const told = await get("/api/session").catch(() => null);
    if (told && (told.login || !told.me)) this.enter();
  }

  lost(text) {
    // Short gaps (a restart) are not worth a word.
    this.telling ??= setTimeout(() => {
      byId("connection").textContent = text;
      byId("connection").hidden = false;
    }, 2_000);
  }

  resync() {
    this.each((view) => this.load(view));
  }

  resyncWorking() {
    this.each((view) => [...view.messages.values()].some((message) => message.working) && this.load(view));
  }

  async load(view) {
    try {
      await view.load();
    } catch (problem) {
      if (problem.status !== 401 && !view.closed) toast(problem.message, { error: true });
    }
  }
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

translatePage();
setUpTheme();
const page = new Page();
openFrom(page);
page.enter();
