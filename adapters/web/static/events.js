// The event stream. After every (re)connection the server says hello, and the page reads the board anew: nothing is missed.

import { t } from "./texts.js";

const SILENCE_MILLISECONDS = 40_000;
const AGAIN_MILLISECONDS = 4_000;

export class Events {
  /** handlers: hello(), message(message, preview), gone(id), memory(), lost(text), refused() */
  constructor(handlers) {
    this.handlers = handlers;
    this.source = null;
    this.heard = 0;
    this.watch = setInterval(() => this.check(), 5_000);
  }

  connect() {
    this.source?.close();
    clearTimeout(this.again);
    const source = new EventSource("/api/events");
    this.source = source;
    this.heard = Date.now();
    const on = (kind, act) =>
      source.addEventListener(kind, (event) => {
        if (source !== this.source) return;
        this.heard = Date.now();
        act(JSON.parse(event.data));
      });
    on("hello", () => this.handlers.hello());
    on("message", ({ message, preview }) => this.handlers.message(message, preview));
    on("gone", ({ id }) => this.handlers.gone(id));
    on("memory", () => this.handlers.memory());
    on("beat", () => {});
    source.onerror = () => this.failed(source);
  }

  failed(source) {
    if (source !== this.source) return;
    this.handlers.lost(t("The connection is interrupted. Trying again …"));
    // A refused stream (a limit, the door) is closed for good by the browser: ask again ourselves.
    if (source.readyState !== EventSource.CLOSED) return;
    this.again = setTimeout(() => this.connect(), AGAIN_MILLISECONDS);
    this.handlers.refused();
  }

  check() {
    if (this.source?.readyState === EventSource.OPEN && Date.now() - this.heard > SILENCE_MILLISECONDS) this.connect();
  }

  close() {
    this.source?.close();
    this.source = null;
    clearTimeout(this.again);
  }
}
