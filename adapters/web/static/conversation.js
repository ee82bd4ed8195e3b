// A stream of messages with its message box: the channel in the middle, and a thread in the panel.

import { get, messagesUrl } from "./api.js";
import { Composer } from "./composer.js";
import { dayLines } from "./days.js";
import { el, icon, imageUrl, toast } from "./dom.js";
import { dropZone } from "./drop_zone.js";
import { messageElement, updateInPlace } from "./message.js";
import { loaded } from "./picture/loaded.js";
import { speak } from "./spoken.js";
import { t } from "./texts.js";

const NEAR_PIXELS = 120;
const GROUP_MILLISECONDS = 5 * 60_000;
const SHOWN_MAX = 400;
const PICTURE_MILLISECONDS = 3_000;
const QUESTIONS_MAX = 3;

const order = (id) => Number(id.slice(1));

export class Conversation {
  /** at: {channel, thread}; page: the page's hooks (openThread); prefix: of element ids */
  constructor({ root, at, prefix, page, placeholder, empty }) {
    this.at = at;
    this.page = page;
    this.prefix = prefix;
    this.inThread = Boolean(at.thread);
    this.canThread = !at.thread && at.channel !== "@me";
    this.messages = new Map();
    this.threads = new Map();
    this.chosen = new Map();
    this.elements = new Map();
    this.quoted = new Map();
    this.coming = new Map();
    this.uncovered = new Set();
    this.day = dayLines();
    this.more = false;
    this.list = el("ol", { class: "stream-list", "aria-label": t("Messages") });
    this.earlier = el("button", { type: "button", class: "quiet-button earlier", hidden: true, onclick: () => this.older() }, t("Earlier messages"));
    this.empty = el("div", { class: "empty", hidden: true }, empty);
    this.down = el("button", { type: "button", class: "to-newest", hidden: true, onclick: () => this.toBottom() }, icon("down"), el("span", {}, t("Newest")));
    this.scroller = el("div", { class: "stream", tabindex: "0", role: "region", "aria-label": t("Conversation") }, this.earlier, this.empty, this.list);
    this.composer = new Composer({ id: prefix === "m-" ? "composer" : `${prefix}composer`, at, placeholder, people: () => this.people(), sent: () => this.toBottom() });
    root.replaceChildren(el("div", { class: "stream-box" }, this.scroller, this.down), this.composer.element);
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.resized = new ResizeObserver(() => this.stuck && this.toBottom());
    this.resized.observe(this.list);
    this.resized.observe(this.scroller);
    this.stuck = true;
    this.loads = new Set();
    dropZone(root, (files) => this.composer.held.add(files));
  }

  close() {
    this.closed = true;
    this.resized.disconnect();
  }

  /** Reads the latest page anew. What was missed comes in, what is gone goes. */
  async load() {
    const news = new Set();
    this.loads.add(news);
    try {
      await this.merge(await get(messagesUrl(this.at.channel, { thread: this.at.thread })), news);
    } finally {
      this.loads.delete(news);
    }
  }

  /** `news`: what was heard of while the page was being read. It is newer than the answer, which neither drops nor replaces it. */
  async merge({ messages: read, more, hears }, news) {
    if (this.closed) return;
    this.hear(hears);
    const first = read.length ? order(read[0].id) : 0;
    const meets = [...this.messages.keys()].some((id) => read.some((message) => message.id === id));
    for (const id of [...this.messages.keys()]) {
      const stays = news.has(id) || read.some((message) => message.id === id);
      if (!stays && (!meets || order(id) >= first)) this.drop(id);
    }
    if (!meets) this.more = more;
    for (const message of read) if (!news.has(message.id)) this.put(message);
    this.arrange();
    if (this.stuck) this.toBottom();
    if (!this.inThread && this.more && this.shown().length < 12) await this.older();
  }

  async older() {
    const ids = [...this.messages.keys()].sort((a, b) => order(a) - order(b));
    if (!ids.length || this.loading) return;
    this.loading = true;
    const height = this.scroller.scrollHeight - this.scroller.scrollTop;
    try {
      const { messages, more } = await get(messagesUrl(this.at.channel, { thread: this.at.thread, before: ids[0] }));
      this.more = more;
      for (const message of messages) this.put(message);
      this.stuck = false;
      this.arrange();
      this.scroller.scrollTop = this.scroller.scrollHeight - height;
    } catch (problem) {
      toast(problem.message, { error: true });
    } finally {
      this.loading = false;
    }
  }

  /** A message came or changed. */
  heard(message, preview = 0) {
    for (const news of this.loads) news.add(message.id);
    if (message.channel !== this.at.channel || (this.inThread && message.thread !== this.at.thread)) return;
    const before = this.messages.get(message.id);
    const element = this.elements.get(message.id);
    if (before && element && updateInPlace(element, before, message, preview)) {
      this.messages.set(message.id, message);
      return;
    }
    this.coming.set(message.id, message);
    if (before?.working && message.reply?.images.length) this.afterPictures(message);
    else this.show(message, before);
  }

  /** Waits for the pixels, so that the working message becomes the picture in one step and nothing jumps. */
  async afterPictures(message) {
    const late = new Promise((resolve) => setTimeout(resolve, PICTURE_MILLISECONDS));
    await Promise.race([late, Promise.allSettled(message.reply.images.map((image) => loaded(imageUrl(image.id, 960))))]);
    if (this.closed || this.coming.get(message.id) !== message) return;
    this.show(message);
    this.elements.get(message.id)?.classList.add("revealed");
  }

  show(message, before = null) {
    this.coming.delete(message.id);
    this.put(message);
    this.arrange();
    if (!before) this.elements.get(message.id)?.classList.add("fresh");
    if (message.reply) this.askAgain(message);
    if (this.stuck || message.mine) this.toBottom();
    if (!message.mine && (message.thread ?? "") === this.at.thread) speak(message);
    if (this.hears === "alone" && message.author && !message.mine) this.hear("named"); // nobody is alone here any more
  }

  /** Whom the bot hears here: all, who is alone, or who names it. */
  hear(whom) {
    this.hears = whom;
    this.composer.among(whom === "named");
    this.page.hears(this);
  }

  /** Names of the others who wrote on this page, the latest first. */
  people() {
    const names = this.shown().reverse().filter((message) => message.author && !message.mine).map((message) => message.author.name);
    return [...new Set(names)];
  }

  /** An answer may have settled a question: those still open on this page are looked at again, the latest few. */
  async askAgain(answer) {
    const open = [...this.messages.values()].filter((one) => one.id !== answer.id && one.reply?.kind === "question" && one.reply.buttons.some((button) => !button.used));
    for (const { id } of open.slice(-QUESTIONS_MAX)) {
      const { message } = await get(`/api/messages/${encodeURIComponent(id)}`).catch(() => ({}));
      if (message && !this.closed && this.messages.has(id)) this.put(message);
    }
    if (open.length) this.arrange();
  }

  put(message) {
    const before = this.messages.get(message.id);
    if (before && JSON.stringify(before) === JSON.stringify(message)) return;
    this.messages.set(message.id, message);
    this.quoted.delete(message.id);
    if (!this.inThread && message.thread) {
      const held = this.threads.get(message.thread) ?? new Set();
      if (!held.size || !held.has(message.id)) this.refresh(message.thread, held.add(message.id));
      return;
    }
    const old = this.elements.get(message.id);
    if (old?.querySelector(".drawer:not(:empty)")) return; // a form is open in it; what was typed stays
    const fresh = messageElement(message, this);
    const focused = old?.contains(document.activeElement);
    this.elements.set(message.id, fresh);
    if (old) old.replaceWith(fresh);
    if (focused) fresh.focus({ preventScroll: true });
  }

  refresh(root, held) {
    this.threads.set(root, held);
    const message = this.messages.get(root);
    const old = this.elements.get(root);
    if (!message || !old || old.querySelector(".drawer:not(:empty)")) return;
    const fresh = messageElement(message, this);
    this.elements.set(root, fresh);
    old.replaceWith(fresh);
  }

  drop(id) {
    const message = this.messages.get(id);
    this.messages.delete(id);
    this.elements.get(id)?.remove();
    this.elements.delete(id);
    if (message?.thread) this.threads.get(message.thread)?.delete(id);
  }

  gone(id) {
    for (const news of this.loads) news.add(id);
    this.coming.delete(id);
    if (!this.messages.has(id)) return;
    const element = this.elements.get(id);
    if (element?.contains(document.activeElement)) this.composer.text.focus();
    this.drop(id);
    this.arrange();
  }

  shown() {
    return [...this.elements.keys()].sort((a, b) => order(a) - order(b)).map((id) => this.messages.get(id));
  }

  /** Puts the elements in order, days between them, and groups what one person says in a row. */
  arrange() {
    let shown = this.shown();
    if (this.stuck && shown.length > SHOWN_MAX) {
      for (const message of shown.slice(0, shown.length - SHOWN_MAX)) this.drop(message.id);
      this.more = true;
      shown = shown.slice(-SHOWN_MAX);
    }
    const wanted = [];
    shown.forEach((message, number) => {
      const before = shown[number - 1];
      const day = new Date(message.at).toDateString();
      const newDay = !before || day !== new Date(before.at).toDateString();
      if (newDay) wanted.push(this.day(message.at));
      const element = this.elements.get(message.id);
      const joined = before && !newDay && before.author?.id === message.author?.id && !message.reply_to && message.author && new Date(message.at) - new Date(before.at) < GROUP_MILLISECONDS;
      element.classList.toggle("joined", Boolean(joined));
      element.classList.toggle("answers-above", Boolean(before && message.reply_to === before.id));
      wanted.push(element);
    });
    wanted.forEach((node, at) => {
      if (this.list.children[at] !== node) this.list.insertBefore(node, this.list.children[at] ?? null);
    });
    while (this.list.children.length > wanted.length) this.list.lastElementChild.remove();
    this.earlier.hidden = !this.more;
    this.empty.hidden = shown.length > 0;
  }

  // --- what messages ask of their view -----------------------------------------------------------------------

  threadCount(id) {
    return this.threads.get(id)?.size ?? 0;
  }

  reply(message) {
    this.composer.reply(message);
  }

  openThread(id) {
    this.page.openThread(id);
  }

  /** A message by id, also one that is not on the page; null when it is not there any more. */
  find(id) {
    const known = this.messages.get(id);
    if (known) return Promise.resolve(known);
    if (!this.quoted.has(id)) this.quoted.set(id, get(`/api/messages/${encodeURIComponent(id)}`).then(({ message }) => message, () => null));
    return this.quoted.get(id);
  }

  async goTo(id) {
    for (let tries = 0; tries < 5 && !this.elements.has(id) && this.more; tries += 1) await this.older();
    const element = this.elements.get(id);
    if (!element) return toast(t("That message is further away than I can scroll."));
    this.stuck = false;
    element.scrollIntoView({ block: "center" });
    element.focus({ preventScroll: true });
    element.classList.add("pointed-at");
    setTimeout(() => element.classList.remove("pointed-at"), 1600);
  }

  // --- scrolling ---------------------------------------------------------------------------------------------

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const reflowed = scrollHeight !== this.height || clientHeight !== this.room;
    this.height = scrollHeight;
    this.room = clientHeight;
    // A panel that opens, or a picture that comes, moves everything; that is not the person leaving the end.
    if (reflowed && this.stuck) return this.toBottom();
    this.stuck = scrollHeight - scrollTop - clientHeight < NEAR_PIXELS;
    this.down.hidden = this.stuck;
    if (scrollTop < 80 && this.more && !this.stuck) this.older();
  }

  toBottom() {
    this.stuck = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.height = this.scroller.scrollHeight;
    this.room = this.scroller.clientHeight;
    this.down.hidden = true;
  }
}
