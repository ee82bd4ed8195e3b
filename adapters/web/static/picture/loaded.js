// Pictures before they are shown.

/** Once its pixels are there. */
export async function loaded(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
}
