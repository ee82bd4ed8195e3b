// Places of the page that are no channels: each is fetched when it is first opened.

import { stylesheet } from "./dom.js";
import { fetched } from "./fetched.js";
import { session } from "./session.js";
import { t } from "./texts.js";

/** Name in the address to what it is; has(): whether the viewer has it; open(): resolves to a view with close() and, perhaps, heard(message), or throws Problem. */
export const ROOMS = {
  "@pictures": {
    title: () => t("My pictures"),
    note: () => t("What I drew for you, everywhere"),
    icon: "images",
    has: () => true,
    open: async (where) => {
      const [{ Gallery }] = await fetched(() => Promise.all([import("./gallery/gallery.js"), stylesheet("/static/gallery/gallery.css")]));
      return () => new Gallery(where);
    },
  },
  "@desk": {
    title: () => t("Moderators' desk"),
    note: () => t("What holds here, what was spent, what waits"),
    icon: "flag",
    has: () => Boolean(session.me?.moderator),
    open: async (where) => {
      const [{ CommunityDesk }] = await fetched(() => Promise.all([import("./desk/community.js"), stylesheet("/static/desk/desk.css")]));
      return () => new CommunityDesk(where);
    },
  },
  "@operator": {
    title: () => t("Operator's desk"),
    note: () => t("How the bot is doing"),
    icon: "gauge",
    has: () => Boolean(session.me?.operator),
    open: async (where) => {
      const [{ OperatorDesk }] = await fetched(() => Promise.all([import("./desk/operator.js"), stylesheet("/static/desk/desk.css")]));
      return () => new OperatorDesk(where);
    },
  },
};
