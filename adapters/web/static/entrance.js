// The way in: what the door and the dialog “who am I” ask is fetched when somebody has to be asked, so that the page is there sooner.

import { byId } from "./dom.js";
import { fetched, withPart } from "./fetched.js";

const OPENING = "#open=";
const load = () => import("./people.js");
const people = () => fetched(load);

export const askToComeIn = async (ways) => (await people()).askToComeIn(ways);
export const askName = async () => (await people()).askName();
export const askLink = async (link) => (await people()).askLink(link);
export const openPeople = (changed) => withPart(load, (part) => part.openPeople(changed));

/** The link this page was opened with, taken out of the address so that it is not left in the history. "" when there is none. */
export function takeLink() {
  if (!location.hash.startsWith(OPENING)) return "";
  const link = location.hash.slice(OPENING.length);
  history.replaceState(null, "", location.pathname);
  return link;
}

export function closeDoor() {
  byId("door").hidden = true;
  byId("door").replaceChildren();
  byId("app").hidden = false;
}
