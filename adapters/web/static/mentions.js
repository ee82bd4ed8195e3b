// Who is spoken to by name: "@Ana". The viewer's own name is marked where it is said.

import { el } from "./dom.js";
import { session } from "./session.js";

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const named = (flags) => new RegExp(`(?<![\\p{L}\\p{N}_.@-])@${escaped(session.me.name)}(?![\\p{L}\\p{N}_-])`, flags);

/** Whether somebody else speaks to the viewer by name. */
export const mentionsMe = (message) => Boolean(message.author && !message.mine && named("iu").test(message.text));

/** The text as nodes, the viewer's name marked. */
export function marked(text) {
  const found = [...text.matchAll(named("giu"))];
  const nodes = [];
  let from = 0;
  for (const match of found) {
    nodes.push(text.slice(from, match.index), el("mark", {}, match[0]));
    from = match.index + match[0].length;
  }
  return [...nodes, text.slice(from)];
}
