// The way to the lightbox: it is fetched when the first picture is opened, so that the page is there sooner.

import { withPart } from "../fetched.js";

let owner = null;
let lightbox = null;

/** The page that pictures are opened from. */
export function openFrom(page) {
  owner = page;
}

export async function openLightbox(images, start, options) {
  if (lightbox) return lightbox.openLightbox(images, start, options);
  return withPart(() => import("./lightbox.js"), (module) => {
    if (!lightbox) module.setUpLightbox(owner);
    lightbox = module;
    lightbox.openLightbox(images, start, options);
  });
}

/** A message came; an open picture may wait for it. */
export const lightboxHeard = (message) => lightbox?.lightboxHeard(message);
