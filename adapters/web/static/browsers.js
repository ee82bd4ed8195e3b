// The browsers that hold one's name, each with a button to log it out.

import { get, remove } from "./api.js";
import { el, toast } from "./dom.js";
import { session } from "./session.js";

const WAYS = { password: "with the password", link: "with a link", discord: "with Discord", telegram: "with Telegram", oidc: "with your organisation's sign-in", proxy: "through your organisation's proxy" };

/** A list that fills itself. */
export function browserList() {
  const list = el("ul", { class: "browsers", "aria-label": "Browsers that hold your name" });
  fill(list);
  return list;
}

async function fill(list) {
  try {
    const { sessions } = await get("/api/sessions");
    list.replaceChildren(...sessions.map((one) => row(one, list)));
  } catch (problem) {
    list.replaceChildren(el("li", { class: "problem" }, problem.message));
  }
}

function row(one, list) {
  const line = el("li", { class: "browser" }, el("span", {}, el("b", {}, one.browser), el("small", {}, one.is_this ? "this browser" : `here last ${day(one.seen)}, came ${WAYS[one.way] ?? one.way}`)));
  if (one.is_this) return line;
  const end = el("button", { type: "button", class: "button", "aria-label": `Log out ${one.browser}` }, "Log out");
  end.addEventListener("click", async () => {
    end.disabled = true;
    try {
      await remove(`/api/sessions/${encodeURIComponent(one.id)}`);
      session.me.browsers -= 1;
      toast(`${one.browser} was logged out.`);
    } catch (problem) {
      toast(problem.message, { error: true });
    }
    fill(list);
  });
  line.append(end);
  return line;
}

const day = (iso) => new Date(iso).toLocaleDateString(undefined, { day: "numeric", month: "short", year: "numeric" });
