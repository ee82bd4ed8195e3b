// The browsers that hold one's name, each with a button to log it out.

import { platformName } from "./accounts.js";
import { get, remove } from "./api.js";
import { el, toast } from "./dom.js";
import { session } from "./session.js";
import { language, t } from "./texts.js";

/** How a browser came, as a note on it. */
function came(one) {
  const day = new Date(one.seen).toLocaleDateString(language(), { day: "numeric", month: "short", year: "numeric" });
  switch (one.way) {
    case "password":
      return t("here last {day}, came with the password", { day });
    case "link":
      return t("here last {day}, came with a link", { day });
    case "oidc":
      return t("here last {day}, came with your organisation's sign-in", { day });
    case "proxy":
      return t("here last {day}, came through your organisation's proxy", { day });
    default:
      return t("here last {day}, came with {platform}", { day, platform: platformName(one.way) });
  }
}

/** A list that fills itself. */
export function browserList() {
  const list = el("ul", { class: "browsers", "aria-label": t("Browsers that hold your name") });
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
  const line = el("li", { class: "browser" }, el("span", {}, el("b", {}, one.browser), el("small", {}, one.is_this ? t("this browser") : came(one))));
  if (one.is_this) return line;
  const end = el("button", { type: "button", class: "button", "aria-label": t("Log out {browser}", { browser: one.browser }) }, t("Log out"));
  end.addEventListener("click", async () => {
    end.disabled = true;
    try {
      await remove(`/api/sessions/${encodeURIComponent(one.id)}`);
      session.me.browsers -= 1;
      toast(t("{browser} was logged out.", { browser: one.browser }));
    } catch (problem) {
      toast(problem.message, { error: true });
    }
    fill(list);
  });
  line.append(end);
  return line;
}
