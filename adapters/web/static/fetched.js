// Parts of the page that are fetched when they are needed. What cannot be fetched is told, with a way to try again.

import { Problem } from "./api.js";
import { el, toast } from "./dom.js";
import { t } from "./texts.js";

const WAIT_MILLISECONDS = 10_000;
const OUTDATED = "outdated";

/** What load() resolves to. Throws Problem: nobody answers, or the page is older than what is served and has to be loaded anew. */
export async function fetched(load) {
  try {
    return await load();
  } catch {
    if (await answers()) throw new Problem(t("This part of the page could not be loaded. Perhaps Atelier was updated meanwhile."), { code: OUTDATED });
    throw new Problem(t("I cannot reach Atelier. Is it running?"));
  }
}

const answers = () => fetch("/livez", { cache: "no-store", signal: AbortSignal.timeout(WAIT_MILLISECONDS) }).then((answer) => answer.ok, () => false);

/** Does what needs a part, once that is there. */
export async function withPart(load, act) {
  let part;
  try {
    part = await fetched(load);
  } catch (problem) {
    toast(problem.message, { error: true, again: () => tryAgain(problem, () => withPart(load, act)) });
    return undefined;
  }
  return act(part);
}

/** What stands where a part should be. */
export function missing(problem, again) {
  return el("div", { class: "empty" }, el("p", { role: "alert" }, problem.message), el("button", { type: "button", class: "button primary", onclick: () => tryAgain(problem, again) }, t("Try again")));
}

/** A module that was not found stays unfound for as long as the page does. */
function tryAgain(problem, again) {
  if (problem.code === OUTDATED) location.reload();
  else again();
}
