// Files that are dropped anywhere on `root` are taken.

import { t } from "./texts.js";

export function dropZone(root, take) {
  let depth = 0;
  root.dataset.drop = t("Drop the pictures here");
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  root.ondragenter = (event) => { if (hasFiles(event)) { depth += 1; root.classList.add("dropping"); } };
  root.ondragleave = () => { depth = Math.max(0, depth - 1); root.classList.toggle("dropping", depth > 0); };
  root.ondragover = (event) => { if (hasFiles(event)) event.preventDefault(); };
  root.ondrop = (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth = 0;
    root.classList.remove("dropping");
    take(event.dataTransfer.files);
  };
}
