// Files that are dropped anywhere on `root` are taken.

export function dropZone(root, take) {
  let depth = 0;
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
