// Notices of the browser while the page is not in sight: a picture is ready, or somebody spoke to the viewer by name.

import { storage, toast } from "./dom.js";
import { mentionsMe } from "./mentions.js";
import { channelTitle } from "./sidebar.js";
import { t } from "./texts.js";

const CHARS_MAX = 120;
/** Ids of messages that were told or seen already: each change of a message is heard of. */
const told = new Set();

export const areOn = () => storage.get("notices") === "yes" && window.Notification?.permission === "granted";

/** Switches them; the browser is asked where it was not yet. Resolves to whether they are on. */
export async function switchNotices(on) {
  if (on && !window.Notification) toast(t("This browser has no notices."), { error: true });
  else if (on && (await Notification.requestPermission()) !== "granted") toast(t("Your browser does not allow notices from here. It asks for that beside the address."), { error: true });
  else storage.set("notices", on ? "yes" : "no");
  return areOn();
}

/** go(channel, thread): to where the message is. */
export function notice(message, go) {
  const ready = message.asked_by_me && message.reply?.images.length;
  if ((!ready && !mentionsMe(message)) || told.has(message.id)) return;
  told.add(message.id);
  if (!document.hidden || !areOn()) return;
  const title = ready ? t("Your picture is ready") : t("{name} in {channel}", { name: message.author.name, channel: channelTitle(message.channel) });
  const words = (ready ? message.reply.images[0].alt : message.text).slice(0, CHARS_MAX);
  const shown = new Notification(title, { body: words, tag: message.id, icon: "/static/icon.svg" });
  shown.onclick = () => {
    window.focus();
    go(message.channel, message.thread ?? "");
    shown.close();
  };
}
