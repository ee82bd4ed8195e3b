// Speaks to the server. Every failure becomes a Problem with a sentence for the person.

import { language, t } from "./texts.js";

const WAIT_MILLISECONDS = 30_000;
const UPLOAD_MILLISECONDS = 150_000;

export class Problem extends Error {
  constructor(text, { status = 0, code = "network" } = {}) {
    super(text);
    this.status = status;
    this.code = code;
  }
}

async function call(method, path, { json, form, wait = WAIT_MILLISECONDS } = {}) {
  const options = { method, signal: AbortSignal.timeout(wait), headers: { "Accept-Language": language() } };
  if (json !== undefined) {
    options.body = JSON.stringify(json);
    options.headers["Content-Type"] = "application/json";
  } else if (form) {
    options.body = form;
  }
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Problem(t("I cannot reach Atelier. Is it running?"));
  }
  const body = await response.json().catch(() => null);
  if (!response.ok) {
    const told = body?.error ?? { text: t("The server answered {status}.", { status: response.status }), code: "unknown" };
    const problem = new Problem(told.text, { status: response.status, code: told.code });
    if (response.status === 401) document.dispatchEvent(new CustomEvent("atelier:door"));
    throw problem;
  }
  return body;
}

export const get = (path) => call("GET", path);
export const post = (path, json) => call("POST", path, { json: json ?? {} });
export const put = (path, json) => call("PUT", path, { json });
export const patch = (path, json) => call("PATCH", path, { json });
export const remove = (path, json) => call("DELETE", path, { json });

export function postForm(path, fields, images = [], voice = null) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value) form.append(name, value);
  for (const image of images) form.append("images", image, image.name || "pasted.png");
  if (voice) form.append("voice", voice, "voice");
  return call("POST", path, { form, wait: UPLOAD_MILLISECONDS });
}

/** An id for one act: sending it again with the same id does nothing twice. */
export function newEvent() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const messagesUrl = (channel, query = {}) => {
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value));
  return `/api/channels/${encodeURIComponent(channel)}/messages${search.size ? `?${search}` : ""}`;
};
