// Pictures are drawn on canvases: they need the visitor's token, and a page's policy on images
// must not stand in their way.
const MOST_BYTES = 5 * 1024 * 1024;
const TAKEN = ["image/jpeg", "image/png", "image/gif", "image/webp"];
const LONGEST_SIDE = 2048;

async function draw(canvas, blob, longest) {
  const image = await createImageBitmap(blob);
  const scale = Math.min(1, longest / Math.max(image.width, image.height));
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function newCanvas(label) {
  return make("canvas", { role: "img", "aria-label": label, width: 0, height: 0 });
}

// A picture of the conversation.
function picture(id) {
  const canvas = newCanvas(say("picture"));
  ask(`ai/media/${id}`)
    .then((answer) => answer.blob())
    .then((blob) => draw(canvas, blob, LONGEST_SIDE))
    .catch(() => canvas.replaceWith(make("p", { class: "lost" }, say("picture_lost"))));
  return canvas;
}

// What a camera makes is often too large, or of a kind that only its maker's phones can read.
async function fit(file) {
  if (file.size <= MOST_BYTES && TAKEN.includes(file.type)) return file;
  const canvas = await draw(document.createElement("canvas"), file, LONGEST_SIDE);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
}

function sizeOf({ size }) {
  const traits = {
    style: "unit",
    unit: size < 1e6 ? "kilobyte" : "megabyte",
    maximumFractionDigits: 1,
  };
  return new Intl.NumberFormat(language, traits).format(size / (size < 1e6 ? 1e3 : 1e6));
}

// Uploads a file: {id, canvas}. Raises Refusal, TypeError, or DOMException where it is no picture.
async function upload(file) {
  const body = await fit(file);
  const canvas = await draw(newCanvas(say("picture")), body, 640);
  await becomeVisitor();
  const { id } = await askJson("ai/uploads", { body, type: body.type });
  return { id, canvas };
}
