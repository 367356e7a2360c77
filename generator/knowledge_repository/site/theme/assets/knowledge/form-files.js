// The files of an entry: pictures made small enough, and an archive of the folder.

// -- pictures -------------------------------------------------------------------------------------

const ENDINGS = { "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp" };
const WIDEST = 2000;
const QUALITIES = [0.9, 0.8, 0.7, 0.55, 0.4];

const toBlob = (canvas, quality) =>
  new Promise((resolve) => {
    canvas.toBlob(resolve, "image/jpeg", quality);
  });

// A picture in a form that the check accepts: {ending, bytes}. One that is too large is drawn again,
// smaller; a picture from a phone loses the place where it was taken by that.
// Throws if the browser cannot read it.
export const pictureOf = async (file, limits) => {
  const bitmap = await createImageBitmap(file);
  const longest = Math.max(bitmap.width, bitmap.height);
  if (ENDINGS[file.type] && file.size <= limits.bytes && longest <= limits.pixels) {
    return { ending: ENDINGS[file.type], bytes: new Uint8Array(await file.arrayBuffer()) };
  }
  for (let widest = Math.min(WIDEST, limits.pixels); widest > 200; widest /= 2) {
    const scale = Math.min(1, widest / longest);
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff"; // JPEG has no transparency
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    for (const quality of QUALITIES) {
      const blob = await toBlob(canvas, quality);
      if (blob.size <= limits.bytes) {
        return { ending: "jpg", bytes: new Uint8Array(await blob.arrayBuffer()) };
      }
    }
  }
  throw new Error(file.name);
};

// -- archive --------------------------------------------------------------------------------------

// ZIP without compression (APPNOTE.TXT 6.3.3): for each file a header and its bytes, then a list of
// all headers, then the end record.
const TABLE = Uint32Array.from({ length: 256 }, (_, number) => {
  let value = number;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

const crc32 = (bytes) => {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ TABLE[(value ^ byte) & 0xff];
  return (value ^ 0xffffffff) >>> 0;
};

// Numbers as [value, size in bytes], the lowest byte first.
const packed = (...numbers) => {
  const bytes = [];
  for (const [value, size] of numbers) {
    for (let index = 0; index < size; index += 1) bytes.push((value >>> (8 * index)) & 0xff);
  }
  return Uint8Array.from(bytes);
};

const UTF8_NAMES = 0x0800;
const FIRST_DAY = 0x0021; // 1980-01-01: the same files give the same archive

// An archive of files: [path, bytes].
export const zipOf = (files) => {
  const parts = [];
  const list = [];
  let offset = 0;
  for (const [path, bytes] of files) {
    const name = new TextEncoder().encode(path);
    const common = [
      [20, 2],
      [UTF8_NAMES, 2],
      [0, 2],
      [0, 2],
      [FIRST_DAY, 2],
      [crc32(bytes), 4],
      [bytes.length, 4],
      [bytes.length, 4],
      [name.length, 2],
      [0, 2],
    ];
    const header = packed([0x04034b50, 4], ...common);
    parts.push(header, name, bytes);
    const more = [
      [0, 2],
      [0, 2],
      [0, 2],
      [0, 4],
      [offset, 4],
    ];
    list.push(packed([0x02014b50, 4], [20, 2], ...common, ...more), name);
    offset += header.length + name.length + bytes.length;
  }
  const size = list.reduce((sum, part) => sum + part.length, 0);
  const count = [files.length, 2];
  const end = packed([0x06054b50, 4], [0, 2], [0, 2], count, count, [size, 4], [offset, 4], [0, 2]);
  return new Blob([...parts, ...list, end], { type: "application/zip" });
};

// Let the browser save a file.
export const download = (blob, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};
