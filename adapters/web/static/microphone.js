// The microphone beside the message box: press, speak, press again, and what was said is sent. Escape throws it away.

import { announce, iconButton, toast } from "./dom.js";
import { session } from "./session.js";
import { t } from "./texts.js";

const SPEAK = t("Say it instead of typing");
const STOP = t("Send what I said (Escape throws it away)");

/** spoken(blob): called with the sound. */
export function microphone(spoken) {
  let recorder = null;
  const button = iconButton("microphone", SPEAK, () => (recorder ? recorder.stop() : start()));
  button.setAttribute("aria-pressed", "false");

  async function start() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      toast(t("I may not use your microphone. Your browser asks for it beside the address."), { error: true });
      return;
    }
    const parts = [];
    recorder = new MediaRecorder(stream);
    const late = setTimeout(() => recorder?.stop(), session.limits.voice_seconds * 1_000);
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.onstop = () => {
      clearTimeout(late);
      for (const track of stream.getTracks()) track.stop();
      const sound = new Blob(parts, { type: recorder.mimeType || "audio/webm" });
      recorder = null;
      show(false);
      if (!button.dropped && sound.size) spoken(sound);
    };
    button.dropped = false;
    recorder.start();
    show(true);
  }

  function show(isOn) {
    button.classList.toggle("recording", isOn);
    button.setAttribute("aria-pressed", String(isOn));
    button.setAttribute("aria-label", isOn ? STOP : SPEAK);
    button.title = isOn ? STOP : SPEAK;
    announce(isOn ? t("Listening.") : t("No longer listening."));
  }

  button.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !recorder) return;
    event.stopPropagation();
    button.dropped = true;
    recorder.stop();
  });
  return button;
}
