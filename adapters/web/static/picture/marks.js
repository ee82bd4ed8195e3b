// Marks on a picture: strokes of a brush, and rectangles. Drawn for the eye, and as the mask that is sent.

const TINT = "rgb(255 92 57 / 100%)";
const TINT_SHARE = 0.5;

/** A rectangle kept inside the picture. */
export function inside({ x, y, width, height }) {
  const [w, h] = [Math.min(width, 1), Math.min(height, 1)];
  return { x: Math.max(0, Math.min(x, 1 - w)), y: Math.max(0, Math.min(y, 1 - h)), width: w, height: h };
}

/** On the canvas over the picture; `frame` is the keyboard's rectangle. */
export function draw(canvas, marks, frame) {
  const pen = canvas.getContext("2d");
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.globalAlpha = 1;
  paint(pen, marks, canvas.width, canvas.height, TINT);
  // One tint for all of them, also where they overlap.
  pen.globalCompositeOperation = "destination-in";
  pen.fillStyle = `rgb(0 0 0 / ${TINT_SHARE * 100}%)`;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.globalCompositeOperation = "source-over";
  if (!frame) return;
  for (const [colour, dashes] of [["#000", []], ["#fff", [8, 6]]]) {
    pen.setLineDash(dashes);
    pen.lineWidth = 3;
    pen.strokeStyle = colour;
    pen.strokeRect(frame.x * canvas.width, frame.y * canvas.height, frame.width * canvas.width, frame.height * canvas.height);
  }
  pen.setLineDash([]);
}

/** White on black, as a PNG file. */
export async function blackAndWhite(marks, width, height) {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#000";
  pen.fillRect(0, 0, width, height);
  paint(pen, marks, width, height, "#fff");
  return new File([await canvas.convertToBlob({ type: "image/png" })], "mask.png", { type: "image/png" });
}

function paint(pen, marks, width, height, colour) {
  pen.fillStyle = pen.strokeStyle = colour;
  pen.lineCap = pen.lineJoin = "round";
  for (const mark of marks) {
    if (!mark.points) {
      pen.fillRect(mark.x * width, mark.y * height, mark.width * width, mark.height * height);
      continue;
    }
    pen.lineWidth = mark.size * Math.max(width, height);
    pen.beginPath();
    mark.points.forEach(([x, y], number) => pen[number ? "lineTo" : "moveTo"](x * width, y * height));
    if (mark.points.length === 1) pen.lineTo(mark.points[0][0] * width + 0.01, mark.points[0][1] * height);
    pen.stroke();
  }
}
