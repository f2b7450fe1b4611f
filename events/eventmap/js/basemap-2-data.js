// Reads base map files (the format is described in events/eventmap/basemapcodec.py) and indexes them for drawing.
(function () {
  "use strict";

  const base = (L.OfflineBasemap = L.OfflineBasemap || {});
  const MAGIC = 0x314d4245; // "EBM1"
  const BLOCK = 64; // vertices that share one bounding box

  base.WORLD = 2 ** 21; // grid units around the globe; one CSS pixel is 2 ** (13 - zoom) of them

  // part: {url} or {data: base64}. Resolves to an array of layers.
  base.load = async function (part) {
    let bytes = part.data ? fromBase64(part.data) : await fetched(part.url);
    // A server that names the encoding has unpacked the file already; one that doesn't, and data in the page, have not.
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = await unzipped(bytes);
    return base.decode(bytes);
  };

  base.decode = function (bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < 8 || view.getUint32(0, true) !== MAGIC) throw new Error("not a base map file");
    const body = 8 + view.getUint32(4, true);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, body)));
    return header.layers.map((entry) => readLayer(entry, bytes, body));
  };

  function readLayer(entry, bytes, body) {
    const section = (name) => {
      const [begin, length] = entry.sections[name] || [0, 0];
      return bytes.subarray(body + begin, body + begin + length);
    };
    const starts = new Uint32Array(entry.paths + 1);
    if (entry.shape === "points") starts.forEach((_, i) => (starts[i] = i));
    else readStarts(section("counts"), starts);
    const layer = {
      name: entry.name, shape: entry.shape, zooms: entry.zooms, bounds: entry.bounds, count: entry.paths,
      starts, xy: readVertices(section("vertices"), entry.vertices, entry.unit), columns: {},
    };
    for (const name of entry.columns) layer.columns[name] = section("column:" + name);
    if (entry.sections.names) layer.names = new TextDecoder().decode(section("names")).split("\n");
    if (entry.shape !== "points") indexBlocks(layer);
    return layer;
  }

  function readStarts(source, starts) {
    let at = 0;
    for (let i = 1; i < starts.length; i++) {
      let value = 0, shift = 0, byte;
      do { byte = source[at++]; value |= (byte & 127) << shift; shift += 7; } while (byte > 127);
      starts[i] = starts[i - 1] + value;
    }
  }

  function readVertices(source, count, unit) {
    const xy = new Int32Array(2 * count);
    let at = 0, x = 0, y = 0;
    const next = () => {
      let value = 0, shift = 0, byte;
      do { byte = source[at++]; value |= (byte & 127) << shift; shift += 7; } while (byte > 127);
      return (value >>> 1) ^ -(value & 1);
    };
    for (let i = 0; i < xy.length; i += 2) {
      x += next();
      y += next();
      xy[i] = x * unit;
      xy[i + 1] = y * unit;
    }
    return xy;
  }

  // Boxes (x0, y0, x1, y1) of each path and of each run of BLOCK segments in it, so that drawing skips what is out of sight.
  function indexBlocks(layer) {
    const { starts, xy, count } = layer;
    layer.boxes = new Int32Array(4 * count);
    layer.blockStarts = new Uint32Array(count + 1);
    for (let p = 0; p < count; p++) {
      layer.blockStarts[p + 1] = layer.blockStarts[p] + Math.max(1, Math.ceil((starts[p + 1] - starts[p]) / BLOCK));
    }
    layer.blocks = new Int32Array(4 * layer.blockStarts[count]);
    for (let p = 0; p < count; p++) {
      const from = starts[p], to = starts[p + 1];
      box(xy, from, to, layer.boxes, 4 * p);
      for (let b = layer.blockStarts[p], v = from; b < layer.blockStarts[p + 1]; b++, v += BLOCK) {
        box(xy, v, Math.min(v + BLOCK + 1, to), layer.blocks, 4 * b);
      }
    }
    layer.block = BLOCK;
  }

  function box(xy, from, to, into, at) {
    let x0 = Infinity, y0 = Infinity, x1 = -Infinity, y1 = -Infinity;
    for (let v = from; v < to; v++) {
      const x = xy[2 * v], y = xy[2 * v + 1];
      if (x < x0) x0 = x;
      if (x > x1) x1 = x;
      if (y < y0) y0 = y;
      if (y > y1) y1 = y;
    }
    into[at] = x0; into[at + 1] = y0; into[at + 2] = x1; into[at + 3] = y1;
  }

  function fromBase64(text) {
    const raw = atob(text);
    const bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    return bytes;
  }

  async function fetched(url) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`the base map could not be read (${answer.status}): ${url}`);
    return new Uint8Array(await answer.arrayBuffer());
  }

  async function unzipped(bytes) {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }
})();
